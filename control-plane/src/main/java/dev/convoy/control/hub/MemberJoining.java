package dev.convoy.control.hub;

import dev.convoy.control.api.Joining;
import dev.convoy.model.MemberId;
import dev.convoy.model.SocketAddress;
import dev.convoy.registry.member.FleetAuthority;
import dev.convoy.registry.member.Issuance;
import dev.convoy.registry.member.JoinTokens;
import dev.convoy.registry.member.PeerIdentity;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.translate.Bootstrap;
import dev.convoy.xds.translate.IdentityFolder;
import java.util.Map;
import java.util.TreeMap;

/** Answers a join with everything that a member's Envoy starts with: its certificate, the fleet's CA, and where the hub is. */
final class MemberJoining implements Joining {
    /** Where the Envoy of a member answers its operator, unless its bootstrap is changed. */
    private static final SocketAddress ADMIN = new SocketAddress("127.0.0.1", 9901);

    private final JoinTokens tokens;
    private final FleetAuthority authority;
    private final SocketAddress xds;

    /** @param xds the xDS server as Envoys reach it */
    MemberJoining(JoinTokens tokens, FleetAuthority authority, SocketAddress xds) {
        this.tokens = tokens;
        this.authority = authority;
        this.xds = xds;
    }

    @Override
    public Token issue(MemberId member) {
        JoinTokens.JoinToken token = tokens.issue(member);
        return new Token(token.text(), token.expires().toString());
    }

    @Override
    public Outcome join(String token, String certificateRequest) {
        return switch (tokens.redeem(token, certificateRequest)) {
            case Issuance.Refused(String sentence) -> new Outcome.Refused(sentence);
            case Issuance.Issued(PeerIdentity identity, String certificate) ->
                new Outcome.Joined(identity.member(), files(identity, certificate));
        };
    }

    private Map<String, String> files(PeerIdentity identity, String certificate) {
        var group = new EnvoyGroup(identity.member(), identity.pool());
        var bootstrap =
                new Bootstrap(group, identity.member().name(), ADMIN, xds.ip(), xds.port(), Bootstrap.Protocol.DELTA);
        var files = new TreeMap<>(IdentityFolder.files(bootstrap));
        files.put(IdentityFolder.CERTIFICATE, certificate);
        files.put(IdentityFolder.CA, authority.caPem());
        return files;
    }
}
