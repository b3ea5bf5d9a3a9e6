package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"testing"

	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"google.golang.org/grpc"

	"xdsload/internal/tinyads"
)

const ownAddress = "XDSLOAD_TEST_ADDRESS" // where this test's program is to be the server

func TestMain(m *testing.M) {
	address := os.Getenv(ownAddress)
	if address == "" {
		os.Exit(m.Run())
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		panic(err)
	}
	g := grpc.NewServer()
	discovery.RegisterAggregatedDiscoveryServiceServer(g, tinyads.New(20))
	_ = g.Serve(l)
}

func TestAStormMeetsAServerThatWasJustStarted(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	program := fmt.Sprintf("env %s=%s %s", ownAddress, address, os.Args[0])
	r, err := run(context.Background(), testFlags(t, "-n", "3", "-server", address, "-exec", program, "-restart", "-storms", "2"))
	if err != nil {
		t.Fatal(err)
	}
	clean(t, r)
	if len(r.Storms) != 2 {
		t.Fatalf("%d storms", len(r.Storms))
	}
	for _, s := range r.Storms {
		if s.All <= 0 || s.Held == 0 || s.Resources != 0 || s.ServerCPU <= 0 {
			t.Errorf("%+v", s)
		}
	}
}
