package dev.convoy.xds.snapshot;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.endpoints;
import static dev.convoy.xds.Fixtures.listener;
import static dev.convoy.xds.Fixtures.resources;
import static dev.convoy.xds.Fixtures.routes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That only differences are looked at must not show, whatever follows whatever. */
class SuccessionTest {
    private static final int SEEDS = 200;
    private static final int PUBLICATIONS = 30;

    @Test
    void whatFollowsAnythingIsWhatComesFromNothing() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var snapshots = new Snapshots();
            for (int i = 0; i < PUBLICATIONS; i++) {
                follow(snapshots, any(random));
            }
        }
    }

    private static void follow(Snapshots snapshots, XdsResources next) {
        Generation before = snapshots.of(TOKYO).newest();
        Generation fromNothing = published(new Snapshots(), next);
        Generation after = published(snapshots, next);
        if (fromNothing == null || after == null) {
            assertThat(after).as("refused all the same").isEqualTo(fromNothing);
            assertThat(snapshots.of(TOKYO).newest()).isSameAs(before);
            return;
        }
        assertThat(versions(after.snapshot())).isEqualTo(versions(fromNothing.snapshot()));
        if (after != before) {
            assertThat(changed(before.snapshot(), after.snapshot())).isEqualTo(new HashSet<>(after.changes()));
        }
    }

    private static @Nullable Generation published(Snapshots snapshots, XdsResources resources) {
        try {
            return snapshots.publish(TOKYO, resources);
        } catch (IllegalStateException contradiction) {
            assertThat(contradiction).hasMessageContaining("contradict themselves");
            return null;
        }
    }

    private static Map<String, String> versions(Snapshot snapshot) {
        var versions = new TreeMap<String, String>();
        for (ResourceType type : ResourceType.values()) {
            versions.put(type.toString(), snapshot.version(type).toString());
            snapshot.of(type)
                    .forEach((name, resource) ->
                            versions.put(new ResourceKey(type, name).toString(), resource.toString()));
        }
        return versions;
    }

    private static Set<Change> changed(Snapshot before, Snapshot after) {
        var changed = new HashSet<Change>();
        for (ResourceType type : ResourceType.values()) {
            before.of(type)
                    .forEachDifference(
                            after.of(type),
                            name -> changed.add(new Change(new ResourceKey(type, name), before.get(type, name))));
        }
        return changed;
    }

    /** Every tenth or so contradicts itself. */
    private static XdsResources any(Random random) {
        var messages = new ArrayList<Message>();
        int clusters = 1 + random.nextInt(4);
        for (int i = 0; i < clusters; i++) {
            Cluster cluster = cluster("c" + i, 1 + random.nextInt(2));
            messages.add(random.nextInt(4) > 0 ? cluster : servedBy("c" + random.nextInt(clusters), cluster));
        }
        for (int i = 0; i < clusters; i++) {
            if (random.nextInt(3) == 0 && messages.contains(cluster("c" + i))) {
                messages.add(endpoints("c" + i, "127.0.0.1", 80 + random.nextInt(2)));
            }
        }
        int sets = random.nextInt(3);
        for (int i = 0; i < sets; i++) {
            messages.add(routes("r" + i, "c" + random.nextInt(random.nextInt(20) == 0 ? 5 : clusters)));
        }
        for (int i = random.nextInt(3); i > 0 && sets > 0; i--) {
            messages.add(listener("l" + i, "r" + random.nextInt(random.nextInt(20) == 0 ? 3 : sets), "127.0.0.1", 80));
        }
        return resources(messages.toArray(Message[]::new));
    }

    /** Several clusters may have the endpoints of one service. */
    private static Cluster servedBy(String service, Cluster cluster) {
        return cluster.toBuilder()
                .setEdsClusterConfig(cluster.getEdsClusterConfig().toBuilder().setServiceName(service))
                .build();
    }
}
