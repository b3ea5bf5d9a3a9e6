package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.endpoints;
import static dev.convoy.xds.Fixtures.listener;
import static dev.convoy.xds.Fixtures.resources;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.Fixtures.scope;
import static dev.convoy.xds.Fixtures.scopedListener;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.XdsResources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Random but consistent resources under a handful of names. Some of them say that they are poison, be it for all Envoys or for one of them:
 * whom they are poison for does not take them.
 */
final class World {
    private static final List<String> GOOD = List.of("v1", "v2", "v3");
    private static final List<String> MIXED =
            List.of("v1", "v2", "v3", "poison for all", "poison for gw-1", "poison for gw-2");

    private static final List<String> SECRETS = List.of("secret0", "secret1");

    /** The ways in which four buckets are shared out. */
    private static final List<List<List<Integer>>> SPLITS = List.of(
            List.of(List.of(0, 1, 2, 3)),
            List.of(List.of(0, 1), List.of(2, 3)),
            List.of(List.of(0), List.of(1), List.of(2, 3)),
            List.of(List.of(0, 1), List.of(2), List.of(3)),
            List.of(List.of(0), List.of(1), List.of(2), List.of(3)));

    private World() {}

    static boolean isPoison(Resource resource, String node) {
        String text = text(resource);
        return text.contains("poison for all") || text.contains("poison for " + node);
    }

    /** Those that the listeners need for their connections. */
    static Set<String> secretsOf(Collection<Resource> listeners) {
        return listeners.stream()
                .map(World::text)
                .flatMap(text -> SECRETS.stream().filter(text::contains))
                .collect(Collectors.toSet());
    }

    private static String text(Resource resource) {
        return resource.any().toString(StandardCharsets.ISO_8859_1);
    }

    static XdsResources any(Random random) {
        return draw(random, MIXED, 3);
    }

    static XdsResources good(Random random) {
        return draw(random, GOOD, 3);
    }

    /** None of whose versions any other world has; so no cluster is without endpoints, which is the same in all. */
    static XdsResources fresh(Random random) {
        return draw(random, List.of("fresh"), 4);
    }

    /** Of so many clusters in four endpoints are said. */
    private static XdsResources draw(Random random, List<String> flavours, int withEndpoints) {
        var messages = new ArrayList<Message>();
        var clusters = names("c", 4, random);
        var routes = clusters.isEmpty() ? List.<String>of() : names("r", 3, random);
        var listeners = routes.isEmpty() ? List.<String>of() : names("l", 3, random);
        var secrets = names("secret", SECRETS.size(), random);
        boolean scoped = random.nextInt(4) > 0 && !clusters.isEmpty();
        for (String name : clusters) {
            String endpoints = random.nextInt(3) > 0 ? name : name + "/elsewhere";
            messages.add(withEndpoints(cluster(name), endpoints).toBuilder()
                    .setAltStatName(pick(flavours, random))
                    .build());
            if (random.nextInt(4) < withEndpoints) {
                messages.add(assignment(endpoints, pick(flavours, random)));
            }
        }
        for (String name : routes) {
            messages.add(flavoured(routes(name, pick(clusters, random)), flavours, random));
        }
        if (scoped) {
            for (List<Integer> shard : pick(SPLITS, random)) {
                String name = "shard" + shard.getFirst() + "-" + shard.getLast();
                messages.add(flavoured(routes(name, pick(clusters, random)), flavours, random));
                messages.add(scope(name, name + pick(flavours, random), name));
                shard.forEach(bucket -> messages.add(scope("bucket" + bucket, "bucket" + bucket, name)));
            }
        }
        for (String name : secrets) {
            messages.add(Secret.newBuilder()
                    .setName(name)
                    .setTlsCertificate(TlsCertificate.newBuilder()
                            .setPrivateKey(DataSource.newBuilder().setInlineString(pick(flavours, random))))
                    .build());
        }
        for (String name : listeners) {
            boolean byScope = scoped && random.nextInt(3) > 0;
            Listener listener = byScope
                    ? scopedListener(name, "127.0.0.1", 1_000)
                    : listener(name, pick(routes, random), "127.0.0.1", 1_000);
            boolean encrypted = random.nextBoolean() && !secrets.isEmpty();
            messages.add((encrypted ? encrypted(listener, pick(secrets, random)) : listener)
                    .toBuilder().setStatPrefix(pick(flavours, random)).build());
        }
        return resources(messages.toArray(Message[]::new));
    }

    private static RouteConfiguration flavoured(RouteConfiguration routes, List<String> flavours, Random random) {
        RouteConfiguration.Builder flavoured = routes.toBuilder();
        flavoured.getVirtualHostsBuilder(0).setName(pick(flavours, random));
        return flavoured.build();
    }

    private static Listener encrypted(Listener listener, String secret) {
        var tls = CommonTlsContext.newBuilder()
                .addTlsCertificateSdsSecretConfigs(SdsSecretConfig.newBuilder().setName(secret));
        Listener.Builder encrypted = listener.toBuilder();
        encrypted
                .getFilterChainsBuilder(0)
                .getTransportSocketBuilder()
                .setName("tls")
                .setTypedConfig(Any.pack(DownstreamTlsContext.newBuilder()
                        .setCommonTlsContext(tls)
                        .build()));
        return encrypted.build();
    }

    private static Cluster withEndpoints(Cluster cluster, String name) {
        Cluster.Builder changed = cluster.toBuilder();
        if (!name.equals(cluster.getName())) {
            changed.getEdsClusterConfigBuilder().setServiceName(name);
        }
        return changed.build();
    }

    private static ClusterLoadAssignment assignment(String name, String flavour) {
        ClusterLoadAssignment.Builder assignment = endpoints(name, "127.0.0.1", 80).toBuilder();
        assignment
                .getEndpointsBuilder(0)
                .getLbEndpointsBuilder(0)
                .getEndpointBuilder()
                .setHostname(flavour);
        return assignment.build();
    }

    private static List<String> names(String prefix, int most, Random random) {
        var names = new ArrayList<String>();
        for (int i = 0; i < most; i++) {
            if (random.nextInt(3) > 0) {
                names.add(prefix + i);
            }
        }
        return names;
    }

    private static <T> T pick(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }
}
