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
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Answers a join with everything that a member's Envoy starts with: its certificate, the fleet's CA, and where the hub is. */
final class MemberJoining implements Joining {
    /** Where the Envoy of a member answers its operator, unless the join says otherwise. */
    private static final int ADMIN_PORT = 9901;

    private final JoinTokens tokens;
    private final FleetAuthority authority;
    private final Peers peers;
    private final SocketAddress xds;

    /** @param xds the xDS server as Envoys reach it */
    MemberJoining(JoinTokens tokens, FleetAuthority authority, Peers peers, SocketAddress xds) {
        this.tokens = tokens;
        this.authority = authority;
        this.peers = peers;
        this.xds = xds;
    }

    @Override
    public void revoke(MemberId member) {
        authority.revoke(member);
    }

    @Override
    public Token issue(MemberId member) {
        JoinTokens.JoinToken token = tokens.issue(member);
        return new Token(token.text(), token.expires().toString());
    }

    @Override
    public Outcome join(Proof proof, Application application) {
        return switch (issuance(proof, application.certificateRequest())) {
            case Issuance.Refused(String sentence) -> new Outcome.Refused(sentence);
            case Issuance.Issued(PeerIdentity identity, String certificate) ->
                new Outcome.Joined(identity.member(), files(identity, certificate, application.adminPort()));
        };
    }

    private Issuance issuance(Proof proof, String certificateRequest) {
        return switch (proof) {
            case Proof.ByToken(String token) -> tokens.redeem(token, certificateRequest);
            case Proof.ByCertificate(X509Certificate current) ->
                peers.group(current).isPresent()
                        ? authority.renew(current, certificateRequest)
                        : new Issuance.Refused(
                                "The client certificate is expired, revoked or not of a registered member, so it"
                                        + " cannot renew. Ask a fleet admin for a new join token and join again.");
        };
    }

    private Map<String, String> files(PeerIdentity identity, String certificate, OptionalInt adminPort) {
        var group = new EnvoyGroup(identity.member(), identity.pool());
        var admin = new SocketAddress("127.0.0.1", adminPort.orElse(ADMIN_PORT));
        var bootstrap =
                new Bootstrap(group, identity.member().name(), admin, xds.ip(), xds.port(), Bootstrap.Protocol.DELTA);
        var files = new TreeMap<>(IdentityFolder.files(bootstrap));
        files.put(IdentityFolder.CERTIFICATE, certificate);
        files.put(IdentityFolder.CA, authority.caPem());
        return files;
    }
}
