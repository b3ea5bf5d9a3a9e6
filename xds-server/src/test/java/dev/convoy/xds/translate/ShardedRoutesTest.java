package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.fleetService;
import static dev.convoy.xds.translate.Plans.host;
import static dev.convoy.xds.translate.Plans.prefix;
import static dev.convoy.xds.translate.Plans.route;
import static dev.convoy.xds.translate.Plans.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.PersistentMap;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.translate.policy.Entrance;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.ScopedRouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShardedRoutesTest {
    private static final String CHAIN = "fleet/store/web/80/*";
    private static final TranslatedChain EMPTY =
            TranslatedChain.of(Buckets.of(CHAIN, ""), new Entrance(80, false), PersistentMap.empty());

    @Test
    void aChainWithoutHostsAnswersAllTheSame() {
        assertThat(routes(EMPTY).keys()).containsExactly(CHAIN + "/0-511");
        assertThat(scopes(EMPTY).size()).isEqualTo(513);
    }

    @Test
    void everyHostIsWhereItsBucketsScopeLeads() {
        TranslatedChain routes = EMPTY.next(hosts(1_000, "a"));

        assertThat(routes(routes).size()).isBetween(10, 64);
        Buckets buckets = Buckets.of(CHAIN, "");
        for (int i = 0; i < 1_000; i++) {
            String host = name(i);
            assertThat(hosts(routes, leadsTo(routes, Names.scope(CHAIN, buckets.of(host)))))
                    .contains(host);
        }
    }

    @Test
    void aShardHasAHolderOfItsName() {
        TranslatedChain routes = EMPTY.next(hosts(1_000, "a"));

        assertThat(routes(routes).keys())
                .allSatisfy(shard -> assertThat(leadsTo(routes, shard)).isEqualTo(shard));
        assertThat(scopes(routes).size()).isEqualTo(512 + routes(routes).size());
    }

    @Test
    void wildcardHostsAreInEveryShard() {
        TranslatedChain routes =
                EMPTY.next(hosts(1_000, "a").with("*", plan("*", "any")).with("*.a.test", plan("*.a.test", "a")));

        assertThat(routes(routes).keys())
                .allSatisfy(shard -> assertThat(hosts(routes, shard)).contains("*", "*.a.test"));
    }

    @Test
    void copiesOfWildcardHostsDoNotOutweighTheRest() {
        PersistentMap<String, VirtualHostPlan> hosts = hosts(1_000, "a");
        for (int i = 0; i < 500; i++) {
            hosts = hosts.with("*.w" + i + ".test", plan("*.w" + i + ".test", "a"));
        }

        assertThat(routes(EMPTY.next(hosts)).size()).isLessThan(5);
    }

    @Test
    void aChangedHostChangesOneShardOfAtMostSixteenKilobytes() {
        PersistentMap<String, VirtualHostPlan> hosts = hosts(10_000, "a");
        TranslatedChain before = EMPTY.next(hosts);

        TranslatedChain after = before.next(hosts.with(name(7), plan(name(7), "b")));

        assertThat(scopes(after)).isSameAs(scopes(before));
        List<String> changed = differences(routes(before), routes(after));
        assertThat(changed).hasSize(1);
        assertThat(Objects.requireNonNull(routes(after).get(changed.getFirst()))
                        .any()
                        .size())
                .isLessThan(16_000);
    }

    @Test
    void whatWasBeforePlaysNoPart() {
        Random random = new Random(8);
        TranslatedChain routes = EMPTY;
        PersistentMap<String, VirtualHostPlan> hosts = PersistentMap.empty();
        for (int step = 0; step < 60; step++) {
            boolean growing = step < 30;
            for (int i = 0; i < 40; i++) {
                String host =
                        random.nextInt(40) == 0 ? "*.w" + random.nextInt(9) + ".test" : name(random.nextInt(1_000));
                hosts = growing || random.nextBoolean()
                        ? hosts.with(host, plan(host, "v" + random.nextInt(3)))
                        : hosts.without(host);
            }
            routes = routes.next(hosts);

            TranslatedChain fromNothing = EMPTY.next(hosts);
            assertThat(scopes(routes)).hasToString(scopes(fromNothing).toString());
            assertThat(routes(routes)).hasToString(routes(fromNothing).toString());
        }
    }

    private static PersistentMap<String, Resource> scopes(TranslatedChain chain) {
        return chain.resources().of(ResourceType.SCOPES);
    }

    private static PersistentMap<String, Resource> routes(TranslatedChain chain) {
        return chain.resources().of(ResourceType.ROUTES);
    }

    private static String name(int i) {
        return "svc-%05d.example.com".formatted(i);
    }

    private static PersistentMap<String, VirtualHostPlan> hosts(int count, String service) {
        var plans = new ArrayList<VirtualHostPlan>();
        for (int i = 0; i < count; i++) {
            plans.add(plan(name(i), service));
        }
        return PersistentMap.of(plans, VirtualHostPlan::hostname);
    }

    private static VirtualHostPlan plan(String host, String service) {
        return host(
                host,
                route("one", prefix("/one"), to(fleetService(service))),
                route("two", prefix("/"), to(fleetService(service))));
    }

    private static String leadsTo(TranslatedChain routes, String scope) {
        return ((ScopedRouteConfiguration)
                        Objects.requireNonNull(scopes(routes).get(scope)).message())
                .getRouteConfigurationName();
    }

    private static List<String> hosts(TranslatedChain routes, String shard) {
        return ((RouteConfiguration)
                        Objects.requireNonNull(routes(routes).get(shard)).message())
                .getVirtualHostsList().stream().map(VirtualHost::getName).toList();
    }

    private static List<String> differences(
            PersistentMap<String, Resource> before, PersistentMap<String, Resource> after) {
        var names = new ArrayList<String>();
        before.forEachDifference(after, names::add);
        return names;
    }
}
