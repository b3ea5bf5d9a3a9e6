package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.EnvoyGroup;
import java.security.cert.X509Certificate;

/** The proved identity at the other end of a stream. */
public record Peer(EnvoyGroup group, X509Certificate certificate) {}
