package dev.convoy.xds.translate;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.model.plan.TlsPlan;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;

/** One port of a Gateway, on the Gateway's own address. With TLS the client's SNI chooses the chain. */
final class ListenerTranslation {
    private ListenerTranslation() {}

    static Listener translate(GatewayPlan gateway, PortPlan port) {
        Listener.Builder listener = Listener.newBuilder()
                .setName(Names.listener(gateway.gateway(), port.port()))
                .setAddress(Proto.address(gateway.address(), port.port()))
                .setPerConnectionBufferLimitBytes(Proto.uint(32 * 1024));
        for (ChainPlan chain : port.chains()) {
            listener.addFilterChains(chain(gateway.gateway(), port.port(), chain));
        }
        if (port.chains().stream().anyMatch(chain -> chain.tls() != null)) {
            listener.addListenerFilters(tlsInspector());
        }
        return listener.build();
    }

    static ListenerFilter tlsInspector() {
        return ListenerFilter.newBuilder()
                .setName("envoy.filters.listener.tls_inspector")
                .setTypedConfig(Any.pack(TlsInspector.getDefaultInstance()))
                .build();
    }

    static Filter networkFilter(String name, Message config) {
        return Filter.newBuilder()
                .setName(name)
                .setTypedConfig(Any.pack(config))
                .build();
    }

    private static FilterChain chain(ObjectId gateway, int port, ChainPlan chain) {
        String name = Names.chain(gateway, port, chain.serverName());
        FilterChain.Builder result = FilterChain.newBuilder()
                .setName(name)
                .addFilters(networkFilter(
                        "envoy.filters.network.http_connection_manager",
                        ConnectionManagers.edge(Names.listener(gateway, port), Buckets.of(name, chain.serverName()))));
        if (!chain.serverName().isEmpty()) {
            result.setFilterChainMatch(FilterChainMatch.newBuilder().addServerNames(chain.serverName()));
        }
        TlsPlan tls = chain.tls();
        if (tls != null) {
            result.setTransportSocket(TransportSocket.newBuilder()
                    .setName("envoy.transport_sockets.tls")
                    .setTypedConfig(Any.pack(downstream(tls))));
        }
        return result.build();
    }

    private static DownstreamTlsContext downstream(TlsPlan tls) {
        CommonTlsContext.Builder context = CommonTlsContext.newBuilder()
                .setTlsParams(TlsParameters.newBuilder()
                        .setTlsMinimumProtocolVersion(TlsParameters.TlsProtocol.TLSv1_2)
                        .setTlsMaximumProtocolVersion(TlsParameters.TlsProtocol.TLSv1_3))
                .addAlpnProtocols("h2")
                .addAlpnProtocols("http/1.1");
        for (TlsPlan.Certificate certificate : tls.certificates()) {
            context.addTlsCertificateSdsSecretConfigs(SdsSecretConfig.newBuilder()
                    .setName(Names.secret(certificate.secret()))
                    .setSdsConfig(Proto.ADS));
        }
        return DownstreamTlsContext.newBuilder().setCommonTlsContext(context).build();
    }
}
