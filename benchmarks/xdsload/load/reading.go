package main

import "time"

// change is what a response says about the names of another type.
type change struct {
	next      bitset // SotW
	add, drop []int  // delta
	open      bool   // a wildcard
}

func (c *client) fault(format string, a ...any) {
	c.f.faults.Add(1)
	c.f.note("client %d: "+format, append([]any{c.id}, a...)...)
}

func (c *client) faults(all []string) {
	for _, x := range all {
		c.fault("%s", x)
	}
}

func (c *client) handle(msg []byte) error {
	f, delta := c.f, c.f.opt.delta
	r := responses.Get().(*response)
	defer responses.Put(r)
	if err := parseResponse(msg, delta, r); err != nil {
		c.fault("%v", err)
		return err
	}
	now := time.Now().UnixNano()
	c.lastRx.Store(now)
	if !r.known {
		f.note("unexpected type %s", r.typeURL)
		return nil
	}
	k := r.kind
	if c.stall == nil {
		f.lastRx.Store(now)
		f.traffic[k].add(len(r.resources), len(msg))
	} else {
		f.stallTraffic.add(len(r.resources), len(msg))
	}
	s := &c.subs[k]
	if !s.started {
		c.fault("%s sent before it was asked for", kindName[k])
	}
	nack := ""
	if c.deep != nil {
		var faults []string
		nack, faults = c.deep.check(r, delta)
		c.faults(append(faults, c.deep.late(time.Unix(0, now))...))
	}
	if nack != "" {
		f.nacks.Add(1)
		f.note("client %d: NACK %s", c.id, nack)
		return c.answer(k, r.nonce, nack)
	}
	s.version = append(s.version[:0], r.version...)
	s.nonce = append(s.nonce[:0], r.nonce...)
	s.answered = true

	var ch [nKinds]change
	seen := c.read(k, r, &ch)
	if seen > 0 {
		c.saw(seen)
	}
	if err := c.answer(k, r.nonce, ""); err != nil {
		return err
	}
	if t := f.trial.Load(); t != nil && c.stall == nil {
		t.reached(t.answered, c.id, seen)
	}
	if err := c.follow(k, &ch); err != nil {
		return err
	}
	return c.progress()
}

// saw notes that the client has read a change. Its answer comes later, and much later where it repeats many names.
func (c *client) saw(v uint64) {
	c.value.Store(max(v, c.value.Load()))
	if c.stall != nil {
		return
	}
	if t := c.f.trial.Load(); t != nil {
		t.reached(t.read, c.id, v)
	}
	if t := c.f.rate.Load(); t != nil {
		t.saw(c.id, v, time.Now())
	}
}

// read takes in the resources of an accepted response and returns the marker's number.
func (c *client) read(k kind, r *response, ch *[nKinds]change) (seen uint64) {
	s, o, mark := &c.subs[k], c.f.opt, c.f.mark.Load()
	if c.stall == nil && c.f.trial.Load() == nil && c.f.rate.Load() == nil {
		mark = nil // nobody waits for a change
	}
	need := func(child kind, id int) {
		if !o.delta {
			ch[child].next.set(id)
		} else if c.subs[child].want.set(id) {
			ch[child].add = append(ch[child].add, id)
		}
	}
	drop := func(child kind, name []byte) {
		if id, ok := names[child].find(name); ok && c.subs[child].want.clear(id) {
			ch[child].drop = append(ch[child].drop, id)
			c.subs[child].letGo(id)
			if c.subs[child].got.clear(id) {
				c.subs[child].nGot--
			}
		}
	}
	got := func(id int) {
		if s.want.has(id) && s.got.set(id) {
			s.nGot++
		}
	}
	if !o.delta && k == lds {
		c.listened = nil
	} else if !o.delta && k == srds {
		c.scopes = nil
	}
	id, child, version := -1, -1, -1
	for i := range r.resources {
		x := &r.resources[i]
		if x.name == nil {
			x.name = firstString(x.value)
		}
		id = names[k].of(x.name, id+1)
		if o.delta && o.resume {
			version = versions.of(x.version, version+1)
			s.hold(id, version)
		}
		switch k {
		case cds:
			_, svc, isEDS, hasTLS := clusterEDS(x.value)
			if isEDS {
				child = names[eds].of(svc, child+1)
				need(eds, child)
			}
			if hasTLS {
				for _, n := range clusterSecrets(x.value) {
					need(sds, n)
				}
			}
		case lds:
			l := listenerNeeds(x.value)
			for _, n := range l.routes {
				c.listened.set(n)
			}
			ch[srds].open = ch[srds].open || l.scoped
			for _, n := range l.secrets {
				need(sds, n)
			}
		case srds:
			rc := uint32(0)
			if n := scopeRoute(x.value); len(n) > 0 {
				child = names[rds].of(n, child+1)
				rc = uint32(child) + 1
			}
			c.scope(id, rc)
		case vhds:
			rc, ok := names[vhds].find(namespace(x.name))
			if !ok || !s.want.has(rc) {
				c.fault("VHDS: %q belongs to no route configuration subscribed to", x.name)
				continue
			}
			got(rc)
		case rds:
			got(id)
			if routeHasVHDS(x.value) {
				if o.delta {
					child = names[vhds].of(x.name, child+1)
					need(vhds, child)
				} else {
					c.fault("RDS: %q has vhds, which Envoy takes in delta only", x.name)
				}
			} else if c.subs[vhds].asked {
				drop(vhds, x.name)
			}
		default:
			got(id)
		}
		if mark != nil {
			seen = max(seen, mark.of(k, x))
		}
	}
	for _, n := range r.removed {
		id, known := names[k].find(n)
		if known {
			s.letGo(id)
		}
		switch k {
		case srds:
			if known {
				c.scope(id, 0)
			}
		case cds:
			drop(eds, n) // the name of an EDS resource is taken to be its cluster's
		case vhds:
			for _, n := range [][]byte{n, namespace(n)} {
				if id, ok := names[vhds].find(n); ok {
					got(id)
				}
			}
		}
	}
	if k == vhds && len(r.resources)+len(r.removed) == 0 {
		s.want.each(got) // route configurations without a virtual host
	}
	if k == lds || k == srds {
		next := c.routes()
		next.each(func(i int) { need(rds, i) })
		if o.delta {
			c.subs[rds].want.each(func(i int) {
				if !next.has(i) {
					n := []byte(names[rds].name(i))
					drop(rds, n)
					drop(vhds, n)
				}
			})
		}
	}
	return seen
}

// scope notes the route configuration that a scope names, 0 for none.
func (c *client) scope(id int, rc uint32) {
	for len(c.scopes) <= id {
		c.scopes = append(c.scopes, 0)
	}
	c.scopes[id] = rc
}

// routes returns the route configurations that listeners and scopes name.
func (c *client) routes() (set bitset) {
	set.add(c.listened)
	for _, rc := range c.scopes {
		if rc > 0 {
			set.set(int(rc) - 1)
		}
	}
	return
}
