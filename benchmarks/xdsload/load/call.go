package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync/atomic"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// call is one gRPC call on an HTTP/2 connection of its own, which the client's goroutine reads and writes itself. A client
// library would add goroutines, buffers and copies to each of thousands of connections, whose cost falls on the server's cores.
type call struct {
	conn     net.Conn
	headers  *hpack.Decoder
	head     [9]byte
	in       []byte // what came of the call's bytes; those before taken belong to the message last received
	taken    int
	whole    int // what the connection may still send
	stream   int // what the call may still send
	initial  int // the window that the server gives a call
	frame    int // the longest frame that the server takes
	window   int // what the server may send
	came     int // bytes of the call for which the server has no credit yet
	cameAll  int // the same of the connection
	withheld atomic.Bool
	ended    error
}

const (
	preface     = http2.ClientPreface
	usualWindow = 65535 // HTTP/2's own
	usualFrame  = 16384
	prefixLen   = 5       // of a gRPC message: whether it is compressed, and its length
	outLen      = 4 << 14 // records of TLS that are written at once
)

// handshake makes the connection a TLS one that speaks HTTP/2.
func handshake(ctx context.Context, conn net.Conn, config *tls.Config, host string) (net.Conn, error) {
	if config.ServerName == "" {
		config = config.Clone()
		config.ServerName = host
	}
	secure := tls.Client(conn, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	if p := secure.ConnectionState().NegotiatedProtocol; p != "h2" {
		secure.Close()
		return nil, fmt.Errorf("the server speaks %q, not h2", p)
	}
	return secure, nil
}

// openCall begins a call. The windows are what the server may send before it is given credit: of the call and of all.
func openCall(conn net.Conn, fields []hpack.HeaderField, window, all int) (*call, error) {
	c := &call{conn: conn, whole: usualWindow, stream: usualWindow, initial: usualWindow, frame: usualFrame, window: window}
	c.headers = hpack.NewDecoder(4096, nil)
	b := bytes.NewBuffer(buffer(1 << 10))
	b.WriteString(preface)
	f := http2.NewFramer(b, nil)
	_ = f.WriteSettings(http2.Setting{ID: http2.SettingEnablePush}, http2.Setting{ID: http2.SettingInitialWindowSize, Val: uint32(window)})
	if all > usualWindow {
		_ = f.WriteWindowUpdate(0, uint32(all-usualWindow))
	}
	var block bytes.Buffer
	e := hpack.NewEncoder(&block)
	for _, x := range fields {
		_ = e.WriteField(x)
	}
	if err := f.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: block.Bytes(), EndHeaders: true}); err != nil {
		return nil, err
	}
	_, err := conn.Write(b.Bytes())
	recycle(b.Bytes())
	return c, err
}

// send sends one message, given in parts. Where the server gives no credit it reads on meanwhile.
func (c *call) send(parts ...[]byte) error {
	left := 0
	for _, p := range parts {
		left += len(p)
	}
	var prefix [prefixLen]byte
	binary.BigEndian.PutUint32(prefix[1:], uint32(left))
	left += prefixLen
	part, next := prefix[:], 0
	out := buffer(min(left+left/usualFrame*16+16, outLen))
	defer func() { recycle(out) }()
	flush := func() (err error) {
		if len(out) > 0 {
			_, err = c.conn.Write(out)
			out = out[:0]
		}
		return
	}
	for left > 0 {
		n := min(left, c.frame, c.whole, c.stream, outLen-9)
		if n <= 0 || len(out)+9+n > outLen {
			if err := flush(); err != nil {
				return err
			}
			if n <= 0 {
				if err := c.step(); err != nil {
					return err
				}
			}
			continue
		}
		out = appendHead(out, n, http2.FrameData, 0, 1)
		left, c.whole, c.stream = left-n, c.whole-n, c.stream-n
		for n > 0 {
			if len(part) == 0 {
				part, next = parts[next], next+1
				continue
			}
			k := min(n, len(part))
			out, part, n = append(out, part[:k]...), part[k:], n-k
		}
	}
	return flush()
}

// receive returns the next message; it is valid until the next call of receive.
func (c *call) receive() ([]byte, error) {
	c.release()
	for {
		if n, whole := c.message(); whole && !c.withheld.Load() {
			c.taken = n
			return c.in[prefixLen:n], nil
		}
		if err := c.step(); err != nil {
			return nil, err
		}
	}
}

// message tells how long the message is that begins what came, and whether all of it is there.
func (c *call) message() (n int, whole bool) {
	b := c.in[c.taken:]
	if len(b) < prefixLen {
		return prefixLen, false
	}
	n = prefixLen + int(binary.BigEndian.Uint32(b[1:]))
	return n, len(b) >= n
}

// release gives up the message last received.
func (c *call) release() {
	c.in = c.in[:copy(c.in, c.in[c.taken:])]
	c.taken = 0
	if len(c.in) == 0 && c.in != nil {
		recycle(c.in)
		c.in = nil
	}
}

// room makes room for n bytes more, and for the whole of a message that began. A message that is still in use stays.
func (c *call) room(n int) {
	if cap(c.in)-len(c.in) >= n {
		return
	}
	rest := c.in[c.taken:]
	whole, _ := c.message()
	grown := append(buffer(max(len(rest)+n, whole)), rest...)
	if c.taken == 0 && c.in != nil {
		recycle(c.in)
	}
	c.in, c.taken = grown, 0
}

// step reads one frame and does what it asks for.
func (c *call) step() error {
	if c.ended != nil {
		return c.ended
	}
	if err := c.credit(); err != nil {
		return err
	}
	if _, err := io.ReadFull(c.conn, c.head[:]); err != nil {
		return err
	}
	n := int(c.head[0])<<16 | int(c.head[1])<<8 | int(c.head[2])
	t, flags := http2.FrameType(c.head[3]), http2.Flags(c.head[4])
	if n > usualFrame {
		return fmt.Errorf("HTTP/2: a frame of %d bytes", n)
	}
	if t == http2.FrameData {
		return c.data(n, flags)
	}
	scratch := buffer(n)[:n]
	defer recycle(scratch)
	if _, err := io.ReadFull(c.conn, scratch); err != nil {
		return err
	}
	return c.other(t, flags, scratch)
}

func (c *call) data(n int, flags http2.Flags) error {
	c.room(n)
	at := len(c.in)
	c.in = c.in[:at+n]
	if _, err := io.ReadFull(c.conn, c.in[at:]); err != nil {
		return err
	}
	if flags.Has(http2.FlagDataPadded) {
		p, err := unpadded(c.in[at:])
		if err != nil {
			return err
		}
		c.in = c.in[:at+copy(c.in[at:], p)]
	}
	if len(c.in)-c.taken > 0 && c.in[c.taken] != 0 {
		return errors.New("gRPC: a compressed message, which nobody asked for")
	}
	c.came, c.cameAll = c.came+n, c.cameAll+n
	if flags.Has(http2.FlagDataEndStream) {
		c.ended = io.EOF
	}
	return nil
}

// credit lets the server send more once it has used half of what it may.
func (c *call) credit() error {
	for _, x := range []struct {
		came   *int
		stream uint32
		held   bool
	}{{&c.cameAll, 0, false}, {&c.came, 1, c.withheld.Load()}} {
		if *x.came < c.window/2 || x.held {
			continue
		}
		if err := c.control(http2.FrameWindowUpdate, 0, x.stream, binary.BigEndian.AppendUint32(nil, uint32(*x.came))...); err != nil {
			return err
		}
		*x.came = 0
	}
	return nil
}

// withhold has the call receive no message, nor the server get credit for it, until allow is called from elsewhere. Pings are answered.
func (c *call) withhold() { c.withheld.Store(true) }

func (c *call) allow() {
	if c.withheld.Swap(false) {
		_ = c.control(http2.FramePing, 0, 0, make([]byte, 8)...) // whose answer ends the wait for a frame
	}
}
