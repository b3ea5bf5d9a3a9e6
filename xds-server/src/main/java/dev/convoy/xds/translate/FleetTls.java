package dev.convoy.xds.translate;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.convoy.model.MemberId;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.PathConfigSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.Collection;
import java.util.List;

/**
 * mTLS between the gateways of the fleet. Both ends prove themselves with the identity that lies in the Envoy's own working directory, so
 * private keys never pass the hub and the resources are the same on every machine. Envoy takes the relative paths, as long as they
 * contain a slash, and reloads what is renamed into place.
 */
final class FleetTls {
    private FleetTls() {}

    /** Calls the east-west gateway of any of these members, and nobody else's. */
    static TransportSocket calling(String sni, Collection<MemberId> members) {
        var peers = members.stream().map(Names::identity).map(Proto::exact).toList();
        return socket(UpstreamTlsContext.newBuilder()
                .setSni(sni)
                .setCommonTlsContext(context(peers))
                .build());
    }

    /** Lets in any gateway of the fleet. */
    static TransportSocket answering() {
        return socket(DownstreamTlsContext.newBuilder()
                .setRequireClientCertificate(Proto.TRUE)
                .setCommonTlsContext(context(List.of(Proto.startsWith(Names.identityPrefix()))))
                .build());
    }

    private static CommonTlsContext context(Collection<StringMatcher> peers) {
        CertificateValidationContext.Builder identities = CertificateValidationContext.newBuilder();
        for (StringMatcher peer : peers) {
            identities.addMatchTypedSubjectAltNames(SubjectAltNameMatcher.newBuilder()
                    .setSanType(SubjectAltNameMatcher.SanType.URI)
                    .setMatcher(peer));
        }
        return CommonTlsContext.newBuilder()
                // Both bounds: for a client the maximum would else be 1.2.
                .setTlsParams(TlsParameters.newBuilder()
                        .setTlsMinimumProtocolVersion(TlsProtocol.TLSv1_3)
                        .setTlsMaximumProtocolVersion(TlsProtocol.TLSv1_3))
                .addAlpnProtocols("h2")
                .addTlsCertificateSdsSecretConfigs(file(IdentityFolder.IDENTITY))
                .setCombinedValidationContext(CombinedCertificateValidationContext.newBuilder()
                        .setDefaultValidationContext(identities)
                        .setValidationContextSdsSecretConfig(file(IdentityFolder.FLEET_CA)))
                .build();
    }

    private static SdsSecretConfig file(String secret) {
        return SdsSecretConfig.newBuilder()
                .setName(secret)
                .setSdsConfig(ConfigSource.newBuilder()
                        .setResourceApiVersion(ApiVersion.V3)
                        .setPathConfigSource(PathConfigSource.newBuilder()
                                .setPath(IdentityFolder.sdsFile(secret))
                                .setWatchedDirectory(
                                        WatchedDirectory.newBuilder().setPath(IdentityFolder.SDS_FOLDER))))
                .build();
    }

    private static TransportSocket socket(Message context) {
        return TransportSocket.newBuilder()
                .setName("envoy.transport_sockets.tls")
                .setTypedConfig(Any.pack(context))
                .build();
    }
}
