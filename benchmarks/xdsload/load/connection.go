package main

import (
	"context"
	"net"
	"strings"

	"golang.org/x/net/http2/hpack"
)

type countConn struct {
	net.Conn
	c *client
}

func (n countConn) Read(b []byte) (int, error) {
	s := n.c.stall
	if s != nil {
		s.waitSocket()
	}
	k, err := n.Conn.Read(b)
	if s == nil {
		n.c.f.rx.Add(int64(k))
	} else {
		n.c.f.stallRx.Add(int64(k))
	}
	return k, err
}

func (n countConn) Write(b []byte) (int, error) {
	k, err := n.Conn.Write(b)
	if n.c.stall == nil {
		n.c.f.tx.Add(int64(k))
	}
	return k, err
}

// What an Envoy lets its control plane send before it asks for more; a stalled client can hold less.
const (
	streamWindow, wholeWindow = 16 << 20, 24 << 20
	stalledWindow             = 64 << 10
)

func (c *client) connect(ctx context.Context) error {
	o := c.f.opt
	addrs := strings.Split(o.server, ",")
	addr := addrs[c.id%len(addrs)]
	dialer := net.Dialer{KeepAlive: -1}
	tcp, err := dialer.DialContext(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	window, whole := streamWindow, wholeWindow
	if c.stall != nil {
		window, whole = stalledWindow, stalledWindow
		if t, ok := tcp.(*net.TCPConn); ok {
			_ = t.SetReadBuffer(stalledWindow)
		}
	}
	var conn net.Conn = countConn{tcp, c}
	c.mu.Lock()
	c.conn = conn
	c.mu.Unlock()
	if c.closing.Load() {
		conn.Close()
	}
	authority, scheme := fill(o.authority, c.id), "http"
	if authority == "" {
		authority = addr
	}
	if config := c.f.creds.of(c.id); config != nil {
		scheme = "https"
		host, _, _ := strings.Cut(authority, ":")
		if conn, err = handshake(ctx, conn, config, host); err != nil {
			return err
		}
	}
	protocol := "Stream"
	if o.delta {
		protocol = "Delta"
	}
	fields := []hpack.HeaderField{{Name: ":method", Value: "POST"}, {Name: ":scheme", Value: scheme},
		{Name: ":path", Value: "/envoy.service.discovery.v3.AggregatedDiscoveryService/" + protocol + "AggregatedResources"},
		{Name: ":authority", Value: authority}, {Name: "te", Value: "trailers"}, {Name: "content-type", Value: "application/grpc"}}
	for _, h := range o.headers {
		k, v, _ := strings.Cut(fill(h, c.id), ":")
		fields = append(fields, hpack.HeaderField{Name: strings.ToLower(strings.TrimSpace(k)), Value: strings.TrimSpace(v)})
	}
	c.call, err = openCall(conn, fields, window, whole)
	if err != nil {
		conn.Close()
	}
	c.mu.Lock()
	c.conn = conn
	c.mu.Unlock()
	if c.closing.Load() {
		conn.Close()
	}
	return err
}
