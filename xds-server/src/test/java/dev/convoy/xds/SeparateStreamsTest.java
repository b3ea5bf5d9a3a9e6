package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.Fixtures.secret;
import static dev.convoy.xds.Fixtures.secureListener;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.ENDPOINTS;
import static dev.convoy.xds.snapshot.ResourceType.LISTENER;
import static dev.convoy.xds.snapshot.ResourceType.ROUTES;
import static dev.convoy.xds.snapshot.ResourceType.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.convoy.xds.delivery.Traffic;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.translate.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.ApiConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real Envoy without the aggregated stream: whatever it asks for, it asks for on a stream of its own. */
class SeparateStreamsTest extends RealEnvoyScene {
    private static final String BY_ADS = "{ads: {}, resource_api_version: V3}";

    @ParameterizedTest
    @EnumSource
    void bringAllAndEachChangeAndWhatIsRefusedOnlyOnce(Bootstrap.Protocol protocol) throws Exception {
        ApiConfigSource.ApiType type = switch (protocol) {
            case DELTA -> ApiConfigSource.ApiType.DELTA_GRPC;
            case STATE_OF_THE_WORLD -> ApiConfigSource.ApiType.GRPC;
        };
        ConfigSource source = separate(type);
        TestAuthority.Identity identity = hub.authority.server("a.test");
        String secured = block.address();
        Message cert = secret("cert", identity.certificatePem(), identity.keyPem());
        Message secure = secure(secureListener("secure", "main", "cert", secured, port), source);
        Message front = routedBy(source, (Listener) front());
        Message a = backend("a");
        Message b = backend("b");
        publish(cluster("a", source), a, routes("main", "a"), front, secure, cert);
        opened(Hub.envoy(
                        hub.authority,
                        hub.address,
                        folder,
                        TOKYO,
                        protocol,
                        bootstrap -> bootstrap
                                .replaceAll("(?s) +ads_config:.*?\n(?= +cds_config)", "")
                                .replace(BY_ADS, inYaml(type))))
                .awaitReady(PATIENCE);
        assertThat(get()).isEqualTo("200 a");
        assertThat(RawConnection.presentedAt(secured, port, hub.authority)).isEqualTo(identity.certificate());
        assertThat(hub.server.deliveries().of(TOKYO))
                .allSatisfy(stream -> assertThat(stream.types()).hasSize(1))
                .flatExtracting(stream -> stream.types().keySet())
                .containsOnly(CLUSTER, ENDPOINTS, LISTENER, ROUTES, SECRET);

        publish(cluster("a", source), cluster("b", source), a, b, routes("main", "b"), front, secure, cert);
        await(() -> get().equals("200 b"));
        assertThat(hub.server.deliveries().of(TOKYO))
                .filteredOn(stream -> stream.types().containsKey(ENDPOINTS))
                .as("one for each cluster")
                .hasSize(2);
        Thread.sleep(1000);
        List<Traffic> before = List.of(traffic(CLUSTER), traffic(ROUTES));
        Cluster impossible = cluster("bad", source).toBuilder()
                .setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED)
                .build();
        publish(
                cluster("a", source),
                cluster("b", source),
                impossible,
                a,
                b,
                withBadExpression(routes("main", "b")),
                front,
                secure,
                cert);
        await(() -> traffic(CLUSTER).refusals() > 0 && traffic(ROUTES).refusals() > 0);
        Thread.sleep(1_000);
        assertThat(List.of(traffic(CLUSTER), traffic(ROUTES)))
                .extracting(Traffic::refusals)
                .containsExactly(1L, 1L);
        assertThat(List.of(traffic(CLUSTER), traffic(ROUTES)))
                .extracting(Traffic::responses)
                .containsExactly(before.get(0).responses() + 1, before.get(1).responses() + 1);
        assertThat(get()).isEqualTo("200 b");
    }

    private Traffic traffic(ResourceType type) {
        return hub.server.deliveries().of(TOKYO).stream()
                .map(stream -> stream.of(type).traffic())
                .reduce(Traffic.NONE, Traffic::plus);
    }

    private static ConfigSource separate(ApiConfigSource.ApiType type) {
        var hub = GrpcService.EnvoyGrpc.newBuilder().setClusterName("hub");
        return ConfigSource.newBuilder()
                .setApiConfigSource(ApiConfigSource.newBuilder()
                        .setApiType(type)
                        .setTransportApiVersion(ApiVersion.V3)
                        .addGrpcServices(GrpcService.newBuilder().setEnvoyGrpc(hub)))
                .setResourceApiVersion(ApiVersion.V3)
                .build();
    }

    private static String inYaml(ApiConfigSource.ApiType type) {
        return "{api_config_source: {api_type: " + type + ", transport_api_version: V3,"
                + " grpc_services: [{envoy_grpc: {cluster_name: hub}}]}, resource_api_version: V3}";
    }

    private static Cluster cluster(String name, ConfigSource source) {
        Cluster.Builder cluster = Fixtures.cluster(name).toBuilder();
        cluster.getEdsClusterConfigBuilder().setEdsConfig(source);
        return cluster.build();
    }

    private static Listener routedBy(ConfigSource source, Listener listener) throws InvalidProtocolBufferException {
        Listener.Builder changed = listener.toBuilder();
        Filter.Builder filter = changed.getFilterChainsBuilder(0).getFiltersBuilder(0);
        HttpConnectionManager.Builder http = filter.getTypedConfig().unpack(HttpConnectionManager.class).toBuilder();
        http.getRdsBuilder().setConfigSource(source);
        filter.setTypedConfig(Any.pack(http.build()));
        return changed.build();
    }

    private static Listener secure(Listener listener, ConfigSource source) throws InvalidProtocolBufferException {
        Listener.Builder changed = routedBy(source, listener).toBuilder();
        TransportSocket.Builder socket = changed.getFilterChainsBuilder(0).getTransportSocketBuilder();
        DownstreamTlsContext.Builder tls = socket.getTypedConfig().unpack(DownstreamTlsContext.class).toBuilder();
        tls.getCommonTlsContextBuilder()
                .getTlsCertificateSdsSecretConfigsBuilder(0)
                .setSdsConfig(source);
        socket.setTypedConfig(Any.pack(tls.build()));
        return changed.build();
    }
}
