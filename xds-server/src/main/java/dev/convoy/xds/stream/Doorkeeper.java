package dev.convoy.xds.stream;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Lets no call in whose certificate names no group. What the client says of itself later changes nothing about that. */
final class Doorkeeper implements ServerInterceptor {
    static final Context.Key<Peer> PEER = Context.key("peer");
    static final Status UNKNOWN = Status.UNAUTHENTICATED.withDescription(
            "the client certificate names no known Envoy, or was revoked; join again");

    private final PeerIdentities identities;

    Doorkeeper(PeerIdentities identities) {
        this.identities = identities;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        List<X509Certificate> chain = certificates(call);
        Optional<Peer> peer = chain.isEmpty()
                ? Optional.empty()
                : identities.identify(chain).map(group -> new Peer(group, chain.getFirst()));
        if (peer.isEmpty()) {
            call.close(UNKNOWN, new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return Contexts.interceptCall(Context.current().withValue(PEER, peer.get()), call, headers, next);
    }

    private static List<X509Certificate> certificates(ServerCall<?, ?> call) {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            return List.of();
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return Stream.of(chain).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }
}
