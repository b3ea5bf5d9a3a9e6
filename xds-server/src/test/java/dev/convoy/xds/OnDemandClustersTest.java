package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.translate.Bootstrap;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.http.on_demand.v3.OnDemand;
import io.envoyproxy.envoy.extensions.filters.http.on_demand.v3.OnDemandCds;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real Envoy that asks for no clusters but those which a request names. */
class OnDemandClustersTest extends RealEnvoyScene {
    @ParameterizedTest
    @EnumSource
    void aClusterComesWithTheFirstRequestForIt(Bootstrap.Protocol protocol) throws Exception {
        publish(cluster("a"), cluster("b"), backend("a"), backend("b"), routesByHeader(), onDemand());
        EnvoyProcess envoy = envoyWithoutClusters(protocol);
        assertThat(clusters(envoy)).as("the hub").isEqualTo(1);

        assertThat(get("b")).isEqualTo("200 b");
        assertThat(clusters(envoy)).isEqualTo(2);
        assertThat(get("a")).isEqualTo("200 a");
        awaitAcknowledged(ALL);
    }

    /** In delta only: the state of the world has no word for it, and Envoy waits out its time. */
    @Test
    void aClusterThatIsNotThereIsDeniedAtOnceAndComesWhenItIs() throws Exception {
        publish(cluster("a"), backend("a"), routesByHeader(), onDemand());
        EnvoyProcess envoy = envoyWithoutClusters(Bootstrap.Protocol.DELTA);
        assertThat(get("a")).isEqualTo("200 a");
        assertThat(get("late")).startsWith("503 ");

        publish(cluster("late"), backend("late"), routesByHeader(), onDemand());

        await(() -> clusters(envoy) == 2 && get("late").equals("200 late"));
    }

    private EnvoyProcess envoyWithoutClusters(Bootstrap.Protocol protocol) throws Exception {
        EnvoyProcess envoy = opened(Hub.envoy(
                hub.authority,
                hub.address,
                folder,
                TOKYO,
                protocol,
                bootstrap -> bootstrap.replaceAll(".*cds_config: .*ads.*\n", "")));
        envoy.awaitReady(PATIENCE);
        awaitAcknowledged(
                Set.of(new ResourceKey(ResourceType.LISTENER, "front"), new ResourceKey(ResourceType.ROUTES, "main")));
        return envoy;
    }

    private static long clusters(EnvoyProcess envoy) {
        return envoy.admin().stat("cluster_manager.active_clusters");
    }

    private static RouteConfiguration routesByHeader() {
        RouteConfiguration.Builder routes = Fixtures.routes("main", "a").toBuilder();
        routes.getVirtualHostsBuilder(0).getRoutesBuilder(0).getRouteBuilder().setClusterHeader("x-cluster");
        return routes.build();
    }

    private Listener onDemand() throws IOException {
        var clusters = OnDemandCds.newBuilder()
                .setSource(Proto.ADS)
                .setTimeout(Duration.newBuilder().setSeconds(3 * PATIENCE.toSeconds()));
        Listener.Builder listener = ((Listener) front()).toBuilder();
        var filter = listener.getFilterChainsBuilder(0).getFiltersBuilder(0);
        filter.setTypedConfig(Any.pack(filter.getTypedConfig().unpack(HttpConnectionManager.class).toBuilder()
                .addHttpFilters(
                        0,
                        HttpFilter.newBuilder()
                                .setName("envoy.filters.http.on_demand")
                                .setTypedConfig(Any.pack(
                                        OnDemand.newBuilder().setOdcds(clusters).build())))
                .build()));
        return listener.build();
    }

    private String get(String cluster) {
        return get(PATIENCE, "x-cluster", cluster);
    }
}
