package dev.convoy.control.hub;

import dev.convoy.model.MemberId;
import dev.convoy.registry.member.FleetAuthority;
import dev.convoy.xds.snapshot.EnvoyGroup;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Whose certificate counts: one of the fleet's CA that is not revoked, of a member that is registered. */
record Peers(FleetAuthority authority, Registered registered) {
    Optional<EnvoyGroup> group(X509Certificate certificate) {
        return authority
                .identify(certificate)
                .filter(peer -> registered.has(peer.member()))
                .map(peer -> new EnvoyGroup(peer.member(), peer.pool()));
    }

    Optional<MemberId> member(X509Certificate certificate) {
        return group(certificate).map(EnvoyGroup::member);
    }
}
