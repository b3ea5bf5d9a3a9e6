package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.TOKYO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.delivery.TrackRecord;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.snapshot.XdsResources;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever is published, refused, delayed, cut and restarted, in whatever order: the client is never led astray on the way (see
 * {@link ModelEnvoy}), and in the end it has what is published.
 */
class StreamPropertiesTest {
    @Property(tries = 500)
    void deltaConverges(@ForAll @Size(max = 150) List<@IntRange(max = 99_999) Integer> script) {
        run(script, true);
    }

    @Property(tries = 500)
    void stateOfTheWorldConverges(@ForAll @Size(max = 150) List<@IntRange(max = 99_999) Integer> script) {
        run(script, false);
    }

    private static void run(List<Integer> script, boolean delta) {
        var random = new Random(script.size());
        var simulation = new Simulation(delta, delta ? new DeltaEnvoy(random) : new SotwEnvoy(random));
        script.forEach(simulation::step);
        simulation.publish(World.good(new Random(script.hashCode())));
        simulation.settle();
        simulation.assertConverged();

        simulation.reconnect();
        simulation.settle();
        simulation.assertConverged();
        simulation.reconnect();
        assertThat(simulation.settle())
                .as("a reconnect is told nothing that is known")
                .isZero();
    }

    /** Both ends and what is on the way between them. */
    private static final class Simulation {
        private final boolean delta;
        private final ModelEnvoy envoy;
        private final Bundles bundles = new Bundles(300); // some two resources
        private final Deque<Response> inbox = new ArrayDeque<>();
        private Snapshots snapshots = new Snapshots();
        private TrackRecord record = new TrackRecord();
        private XdsResources published = World.good(new Random(0));
        private AdsStream stream;
        private int sent;

        Simulation(boolean delta, ModelEnvoy envoy) {
            this.delta = delta;
            this.envoy = envoy;
            this.stream = begin();
            envoy.connect();
        }

        void step(int choice) {
            int detail = choice / 20;
            switch (choice % 20) {
                case 0, 1 -> publish(World.any(new Random(detail)));
                case 2 -> {
                    switch (detail % 8) {
                        case 0, 1 -> reconnect();
                        case 2, 3 -> restart();
                        // Otherwise changes hardly ever meet an Envoy that has something to lose.
                        default -> settle();
                    }
                }
                case 3, 4, 5, 6, 7 -> respond();
                case 8, 9, 10, 11, 12, 13 -> hear();
                default -> ask();
            }
        }

        void publish(XdsResources resources) {
            published = resources;
            snapshots.publish(TOKYO, resources);
            stream.follow();
        }

        void reconnect() {
            envoy.disconnect();
            inbox.clear();
            stream = begin();
            envoy.connect();
        }

        /** The server forgets everything, and publishes later what it published before. */
        private void restart() {
            snapshots = new Snapshots();
            record = new TrackRecord();
            envoy.refused.clear();
            reconnect();
            ask();
            publish(published);
        }

        /** Goes on until nobody has anything to say; returns how much that took. */
        int settle() {
            int responses = 0;
            sent = 0;
            boolean busy = true;
            while (busy) {
                boolean asked = ask();
                boolean heard = hear();
                boolean responded = respond();
                responses += responded ? 1 : 0;
                busy = asked || heard || responded || loseEndpointsOfBefore();
                assertThat(responses).as("no loop").isLessThan(800);
            }
            return sent;
        }

        /**
         * A cluster that was changed and is about to go warms until Envoy gives up, where its endpoints are of before this stream: they
         * cannot be repeated, and to say that there are none would break what still uses it.
         */
        private boolean loseEndpointsOfBefore() {
            boolean lost = Objects.requireNonNull(stream.channels().get(ResourceType.ENDPOINTS)).due().values().stream()
                    .anyMatch(due -> due.owed() && due.holding() instanceof Holding.Foreign);
            return lost && envoy.giveUpWarming();
        }

        void assertConverged() {
            for (ResourceType type : ResourceType.values()) {
                var wanted = snapshots.of(TOKYO).newest().snapshot().of(type);
                wanted.forEach((name, resource) -> {
                    if (envoy.wants(resource)) {
                        Resource had = envoy.of(type).get(name);
                        assertThat(had == null ? "nothing" : had.version())
                                .as("%s %s", type, name)
                                .isEqualTo(resource.version());
                    }
                });
                if (Wildcards.areUsual(type) && envoy.asks(type)) {
                    var extra = new TreeSet<>(envoy.of(type).keySet());
                    extra.removeAll(wanted.keys());
                    assertThat(extra).as("what is gone of %s", type).isEmpty();
                }
            }
        }

        private AdsStream begin() {
            return new AdsStream(
                    delta ? new DeltaProtocol(bundles) : new SotwProtocol(),
                    snapshots.of(TOKYO).newest(),
                    record,
                    "gw-1",
                    StreamLimits.DEFAULT,
                    InstantSource.system());
        }

        private boolean ask() {
            Request request = envoy.outbox.poll();
            if (request != null) {
                stream.request(request);
                envoy.heard(request);
            }
            return request != null;
        }

        private boolean respond() {
            Response response = stream.next();
            if (response != null) {
                inbox.add(response);
                sent += response.resources().size() + response.removed().size();
            }
            return response != null;
        }

        private boolean hear() {
            Response response = inbox.poll();
            if (response != null) {
                envoy.take(response);
            }
            return response != null;
        }
    }
}
