// Package mtls gives the rivals the transport security that Convoy always has.
package mtls

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

// Option serves TLS with the certificate, and asks clients for one of the CA's; plaintext where there is no certificate.
func Option(cert, key, clientCA string) (grpc.ServerOption, error) {
	if cert == "" {
		return grpc.EmptyServerOption{}, nil
	}
	p, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, err
	}
	c := &tls.Config{Certificates: []tls.Certificate{p}}
	if clientCA != "" {
		b, err := os.ReadFile(clientCA)
		if err != nil {
			return nil, err
		}
		c.ClientAuth, c.ClientCAs = tls.RequireAndVerifyClientCert, x509.NewCertPool()
		if !c.ClientCAs.AppendCertsFromPEM(b) {
			return nil, errors.New(clientCA + ": no certificate in it")
		}
	}
	return grpc.Creds(credentials.NewTLS(c)), nil
}
