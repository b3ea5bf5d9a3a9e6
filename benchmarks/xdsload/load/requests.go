package main

import "google.golang.org/protobuf/encoding/protowire"

// begin opens the subscription of a type on this stream: clusters, listeners and scopes by wildcard, the
// rest by name. In delta it tells the versions of what the client still holds.
func (c *client) begin(k kind) error {
	s := &c.subs[k]
	s.asked, s.started = true, true
	if !c.f.opt.delta {
		return c.requestSotw(k, nil, "")
	}
	return c.requestDelta(k, nil, "", encodeNames(k, s.want), nil, encodeClaims(k, s.held))
}

func (c *client) answer(k kind, nonce []byte, nack string) error {
	if c.f.opt.delta {
		return c.requestDelta(k, nonce, nack, nil, nil, nil)
	}
	return c.requestSotw(k, nonce, nack)
}

// requestSotw sends a subscription, an ACK or, with nack, a NACK. The whole set of names goes
// along each time, as in Envoy.
func (c *client) requestSotw(k kind, nonce []byte, nack string) error {
	s := &c.subs[k]
	var asked []byte
	if !k.wildcard() {
		asked = encodeNames(k, s.want)
		c.f.named.Add(int64(s.nWant))
	}
	b := buffer(1 << 10)
	defer func() { recycle(b) }()
	if len(s.version) > 0 {
		b = appendBytes(b, 1, s.version)
	}
	if !c.nodeSent || c.f.opt.nodeAlways {
		b = appendBytes(b, 2, c.f.node(c.id))
	}
	b = appendStr(b, 4, typeURL[k])
	if len(nonce) > 0 {
		b = appendBytes(b, 5, nonce)
	}
	if nack != "" {
		b = appendBytes(b, 6, status(nack))
	}
	c.nodeSent = true
	return c.call.send(b, asked)
}

// requestDelta does the same for the delta protocol, with names to add and to drop and what is claimed to be held.
func (c *client) requestDelta(k kind, nonce []byte, nack string, add []byte, drop []int, claims []byte) error {
	b := buffer(1 << 10)
	defer func() { recycle(b) }()
	if !c.nodeSent {
		b = appendBytes(b, 1, c.f.node(c.id))
	}
	b = appendStr(b, 2, typeURL[k])
	for _, n := range drop {
		b = appendStr(b, 4, names[k].name(n))
	}
	if len(nonce) > 0 {
		b = appendBytes(b, 6, nonce)
	}
	if nack != "" {
		b = appendBytes(b, 7, status(nack))
	}
	c.nodeSent = true
	return c.call.send(b, add, claims)
}

func status(msg string) []byte {
	b := protowire.AppendTag(nil, 1, protowire.VarintType)
	b = protowire.AppendVarint(b, 3) // INVALID_ARGUMENT
	return appendStr(b, 2, msg)
}

// follow subscribes to what a response made necessary.
func (c *client) follow(k kind, ch *[nKinds]change) error {
	for child := range nKinds {
		x, cs := &ch[child], &c.subs[child]
		if x.open && !cs.started {
			if err := c.begin(child); err != nil {
				return err
			}
		}
		if c.f.opt.delta {
			c.forget(child, x.drop)
			cs.nWant += len(x.add) - len(x.drop)
			var err error
			switch {
			case len(x.add)+len(x.drop) == 0:
			case cs.started:
				err = c.requestDelta(child, nil, "", encodeMore(child, x.add), x.drop, nil)
			case cs.nWant > 0:
				err = c.begin(child)
			}
			if err != nil {
				return err
			}
			continue
		}
		switch {
		case child == eds && k == cds, child == rds && (k == lds || k == srds):
		case child == sds && (k == cds || k == lds):
			c.secrets[k] = x.next
			x.next = nil
			x.next.add(c.secrets[cds])
			x.next.add(c.secrets[lds])
		default:
			continue
		}
		if x.next.equal(cs.want) {
			continue
		}
		var gone []int
		cs.want.each(func(i int) {
			if !x.next.has(i) {
				gone = append(gone, i)
			}
		})
		c.forget(child, gone)
		cs.want = x.next
		cs.nWant = cs.want.count()
		cs.nGot = 0
		for i := range cs.got {
			if i >= len(cs.want) {
				cs.got[i] = 0
			} else {
				cs.got[i] &= cs.want[i]
			}
		}
		cs.nGot = cs.got.count()
		cs.asked, cs.started = true, true
		// A changed subscription goes out with the version and no nonce of its own before
		// the first response, and with the last ACKed version later.
		if err := c.requestSotw(child, cs.nonce, ""); err != nil {
			return err
		}
	}
	return nil
}

// forget tells the checker which route configurations are no longer subscribed to.
func (c *client) forget(k kind, gone []int) {
	for _, i := range gone {
		if c.deep != nil && k == rds {
			c.deep.forget(names[rds].name(i))
		}
	}
}
