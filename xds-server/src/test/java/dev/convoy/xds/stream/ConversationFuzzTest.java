package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.TOKYO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.delivery.TrackRecord;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshot;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.snapshot.XdsResources;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever a client says, in whatever order, while things are published: at worst its stream ends for a limit. It costs the server
 * no more than the limits allow; once the client answers what it was sent, it has what it wants, unless it refused something; and its
 * neighbours are served as if it had never been there.
 */
class ConversationFuzzTest {
    private static final StreamLimits LIMITS = new StreamLimits(10, 10, 20, 50, 4_096);

    /** More names than this no world has in one type. */
    private static final int MOST_NAMES = 10;

    private static final List<String> NAMES = List.of(
            "c0",
            "c1",
            "c2",
            "c3",
            "r0",
            "r1",
            "r2",
            "l0",
            "l1",
            "*",
            "nobody",
            "",
            "é☃",
            "x".repeat(50),
            "x".repeat(51));

    @Test
    void anyStoryEndsWell() {
        var random = new Random(11);
        for (int story = 0; story < 1_500; story++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            fuzzerTestOneInput(bytes);
        }
    }

    @Test
    void soDoesWhatWasFoundBefore() {
        Found.by(ConversationFuzzTest.class).forEach(ConversationFuzzTest::fuzzerTestOneInput);
    }

    /** What Jazzer calls. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        var story = new Story(new Script(bytes));
        story.tell();
        story.answerEverything();
        story.assertServed();
        story.assertNeighbourIsServed();
    }

    private static final class Story {
        private final Script script;
        private final boolean delta;
        private final Bundles bundles = new Bundles(300); // some two resources
        private final Snapshots snapshots = new Snapshots();
        private final TrackRecord record = new TrackRecord();
        private final List<Response> unanswered = new ArrayList<>();
        private final Map<ResourceType, List<String>> stated = new EnumMap<>(ResourceType.class);
        private AdsStream stream;
        private boolean refusedAny;

        Story(Script script) {
            this.script = script;
            this.delta = script.maybe();
            this.stream = begin("stranger");
        }

        void tell() {
            while (!script.isOver()) {
                switch (script.number(10)) {
                    case 0 -> publish(World.any(new Random(script.number(256))));
                    case 1 -> begin();
                    case 2, 3 -> respond();
                    case 4, 5 -> answer(script.number(8) == 0 ? "bad taste" : null);
                    default -> ask();
                }
                assertBounded();
            }
        }

        private void begin() {
            unanswered.clear();
            stated.clear();
            stream = begin("stranger");
        }

        private void publish(XdsResources resources) {
            snapshots.publish(TOKYO, resources);
            stream.follow();
        }

        private boolean respond() {
            Response response = stream.next();
            if (response != null) {
                unanswered.add(response);
            }
            return response != null;
        }

        private void answer(@Nullable String error) {
            if (!unanswered.isEmpty()) {
                Response response = unanswered.remove(script.number(unanswered.size()));
                refusedAny |= error != null;
                request(response.type(), stated(response.type()), List.of(), Map.of(), response.nonce(), error);
            }
        }

        private void ask() {
            ResourceType type = script.oneOf(List.of(ResourceType.values()));
            String nonce = script.oneOf(List.of("", "1", "2", "-1", "99999999999999999999", "x"));
            String error = script.number(16) == 0 ? "goo.gle/debugstr name: \"c1\" : (expecting c0)" : null;
            refusedAny |= error != null;
            var claims = new HashMap<String, String>();
            names().forEach(name -> claims.put(name, version(type, name)));
            request(type, names(), names(), claims, nonce, error);
        }

        private void request(
                ResourceType type,
                List<String> subscribe,
                List<String> unsubscribe,
                Map<String, String> claims,
                String nonce,
                @Nullable String error) {
            Request request;
            if (delta) {
                request = new Request.Delta(
                        type, Names.of(subscribe), Names.of(unsubscribe), Claims.of(claims), nonce, error);
            } else {
                stated.put(type, subscribe);
                request = new Request.Sotw(
                        type, claims.values().stream().findFirst().orElse(""), Names.of(subscribe), nonce, error);
            }
            try {
                stream.request(request);
            } catch (Unacceptable e) {
                assertThat(e.status().getDescription()).isNotBlank();
                begin();
            }
        }

        private List<String> stated(ResourceType type) {
            return delta ? List.of() : stated.getOrDefault(type, List.of());
        }

        private List<String> names() {
            var names = new ArrayList<String>();
            for (int i = script.number(4); i > 0; i--) {
                names.add(script.oneOf(NAMES));
            }
            return names;
        }

        private String version(ResourceType type, String name) {
            Resource published = snapshots.of(TOKYO).newest().snapshot().get(type, name);
            return published != null && script.maybe() ? published.version() : "old";
        }

        private void assertBounded() {
            stream.channels().values().forEach(channel -> {
                assertThat(channel.subscription().names()).hasSizeLessThanOrEqualTo(LIMITS.subscriptionsPerType());
                assertThat(channel.due()).hasSizeLessThanOrEqualTo(2 * LIMITS.subscriptionsPerType() + MOST_NAMES);
                assertThat(channel.onTheWay().shipments())
                        .hasSizeLessThanOrEqualTo(2 * LIMITS.subscriptionsPerType() + MOST_NAMES);
            });
        }

        void answerEverything() {
            publish(World.fresh(new Random(script.number(256))));
            int responses = 0;
            do {
                while (!unanswered.isEmpty()) {
                    answer(null);
                }
                assertThat(responses++).as("no loop").isLessThan(300);
            } while (respond());
        }

        void assertServed() {
            if (refusedAny) {
                return;
            }
            Snapshot newest = snapshots.of(TOKYO).newest().snapshot();
            for (Channel channel : stream.channels().values()) {
                channel.published(newest)
                        .filter(this::canBeHad)
                        .forEach(resource -> assertThat(channel.isAcknowledged(resource.name(), newest))
                                .as("%s is there", resource)
                                .isTrue());
            }
        }

        /** A scope waits for its routes, and they for the client to ask for them. */
        private boolean canBeHad(Resource resource) {
            Subscription routes = Objects.requireNonNull(stream.channels().get(ResourceType.ROUTES))
                    .subscription();
            return resource.type() != ResourceType.SCOPES
                    || resource.references().routes().stream().allMatch(routes::wants);
        }

        void assertNeighbourIsServed() {
            publish(World.fresh(new Random(script.number(256))));
            var random = new Random(0);
            ModelEnvoy neighbour = delta
                    ? new DeltaEnvoy("neighbour", new Answers(), random)
                    : new SotwEnvoy("neighbour", new Answers(), random);
            AdsStream its = begin(neighbour.node());
            neighbour.connect();
            for (boolean busy = true; busy; ) {
                Request request = neighbour.outbox.poll();
                if (request != null) {
                    its.request(request);
                }
                Response response = its.next();
                if (response != null) {
                    neighbour.take(response);
                }
                busy = request != null || response != null;
            }
            for (ResourceType type : List.of(ResourceType.CLUSTER, ResourceType.LISTENER, ResourceType.ROUTES)) {
                var wanted = new TreeMap<String, Resource>();
                snapshots.of(TOKYO).newest().snapshot().of(type).forEach(wanted::put);
                if (type == ResourceType.ROUTES) {
                    wanted.keySet().retainAll(neighbour.names(type));
                }
                assertThat(neighbour.of(type)).as("%s of the neighbour", type).isEqualTo(wanted);
            }
        }

        private AdsStream begin(String node) {
            return new AdsStream(
                    delta ? new DeltaProtocol(bundles) : new SotwProtocol(),
                    snapshots.of(TOKYO).newest(),
                    record,
                    node,
                    LIMITS,
                    InstantSource.system());
        }
    }
}
