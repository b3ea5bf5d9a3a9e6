package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.endpoints;
import static dev.convoy.xds.Fixtures.resources;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.convoy.xds.delivery.TrackRecord;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshot;
import dev.convoy.xds.snapshot.Snapshots;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever clients of a group ask for, in whatever parts, and take back while bundles of it are due or travelling, and whatever is
 * published or refused in the middle of that: each is told what it wants, as it is published in the end.
 */
class BundledLoadsTest {
    private static final int NAMES = 40;
    private static final List<ResourceType> TYPES = List.of(ResourceType.CLUSTER, ResourceType.ENDPOINTS);

    private Snapshots snapshots = new Snapshots();
    private final Bundles bundles = new Bundles(300); // some two or three resources
    private TrackRecord record = new TrackRecord();

    @Test
    void whoeverAsksInPartsIsToldAllOfIt() {
        for (int seed = 0; seed < 100; seed++) {
            play(new Random(seed));
        }
    }

    private void play(Random random) {
        boolean refusing = random.nextInt(3) == 0;
        record = new TrackRecord();
        snapshots = new Snapshots();
        List<Client> clients = List.of(new Client("gw-1"), new Client("gw-2"));
        for (int i = 0; i < 200; i++) {
            if (random.nextInt(25) == 0) {
                publish(random);
            }
            clients.get(random.nextInt(2)).act(random, refusing);
        }
        publish(random);
        clients.forEach(Client::settle);
        clients.forEach(Client::settle); // what the second took was withheld from the first until then
        clients.forEach(Client::assertHasWhatItWants);
    }

    private void publish(Random random) {
        var messages = new ArrayList<Message>();
        int share = 1 + random.nextInt(4);
        for (int i = 0; i < NAMES; i++) {
            String name = "c" + i;
            if (random.nextInt(5) < share) {
                messages.add(cluster(name).toBuilder()
                        .setAltStatName("v" + random.nextInt(2))
                        .build());
                messages.add(endpoints(name, "127.0.0.1", 80 + random.nextInt(2)));
            }
        }
        snapshots.publish(TOKYO, resources(messages.toArray(Message[]::new)));
    }

    /** Takes all at once, and forgets what it unsubscribes from. */
    private final class Client {
        private final String node;
        private final Map<ResourceType, Set<String>> named = new TreeMap<>();
        private final Set<ResourceType> wildcards = new TreeSet<>();
        private final Map<ResourceType, Map<String, Resource>> has = new TreeMap<>();
        private final Deque<Response> inbox = new ArrayDeque<>();
        private AdsStream stream;

        Client(String node) {
            this.node = node;
            this.stream = begin();
            forget();
        }

        private void forget() {
            for (ResourceType type : ResourceType.values()) {
                named.put(type, new TreeSet<>());
                has.put(type, new TreeMap<>());
            }
            wildcards.clear();
        }

        /** With what it has, or with empty hands. */
        private void reconnect(boolean resuming) {
            List<ResourceType> before = TYPES.stream().filter(this::asked).toList();
            inbox.clear();
            stream = begin();
            if (!resuming) {
                forget();
                return;
            }
            for (ResourceType type : before) {
                var subscribe = new ArrayList<>(names(type));
                if (wildcards.contains(type)) {
                    subscribe.add("*");
                } else if (subscribe.isEmpty()) {
                    continue; // who wants nothing has nothing to say
                }
                var claims = new TreeMap<String, String>();
                has(type).forEach((name, resource) -> claims.put(name, resource.version()));
                stream.request(new Request.Delta(type, Names.of(subscribe), Names.NONE, Claims.of(claims), "", null));
            }
            // Until it has said that it has no listeners, it may need each of its clusters.
            say(ResourceType.LISTENER, List.of(), List.of(), "", null);
        }

        private AdsStream begin() {
            return new AdsStream(
                    new DeltaProtocol(bundles),
                    snapshots.of(TOKYO).newest(),
                    record,
                    node,
                    StreamLimits.DEFAULT,
                    InstantSource.system());
        }

        void act(Random random, boolean refusing) {
            ResourceType type = TYPES.get(random.nextInt(TYPES.size()));
            switch (random.nextInt(12)) {
                case 0 -> stream.follow();
                case 1, 2 -> subscribe(type, some(random));
                case 3 -> unsubscribe(type, some(random));
                case 4 -> toggleWildcard(type, random);
                case 5, 6, 7 -> respond();
                case 8, 9, 10 -> hear(refusing && random.nextInt(6) == 0 ? "bad taste" : null);
                default -> {
                    if (random.nextInt(12) == 0) {
                        reconnect(random.nextBoolean());
                    } else {
                        stream.follow();
                        respond();
                    }
                }
            }
            assertNothingIsInTwoPlaces();
        }

        private void subscribe(ResourceType type, List<String> names) {
            names(type).addAll(names);
            if (names.isEmpty() && !asked(type) && Wildcards.areUsual(type)) {
                wildcards.add(type);
            }
            say(type, names, List.of(), "", null);
        }

        private void unsubscribe(ResourceType type, List<String> names) {
            if (!asked(type) || names.isEmpty()) {
                return;
            }
            names(type).removeAll(names);
            if (!wildcards.contains(type)) {
                has(type).keySet().retainAll(names(type));
            }
            say(type, List.of(), names, "", null);
        }

        private void toggleWildcard(ResourceType type, Random random) {
            if (wildcards.remove(type)) {
                has(type).keySet().retainAll(names(type));
                say(type, List.of(), List.of("*"), "", null);
            } else if (random.nextBoolean()) {
                wildcards.add(type);
                say(type, List.of("*"), List.of(), "", null);
            }
        }

        private boolean asked(ResourceType type) {
            return stream.channel(type).asked();
        }

        private boolean respond() {
            Response response = stream.next();
            if (response != null) {
                inbox.add(response);
            }
            return response != null;
        }

        private boolean hear(@Nullable String words) {
            Response response = inbox.poll();
            if (response == null) {
                return false;
            }
            String error = response.resources().isEmpty() ? null : words; // nobody refuses that something goes
            Map<String, Resource> mine = has(response.type());
            if (error == null) {
                for (Resource resource : response.resources()) {
                    if (wants(response.type(), resource.name())) {
                        mine.put(resource.name(), resource);
                    }
                }
                response.removed().forEach(mine::remove);
            }
            say(response.type(), List.of(), List.of(), response.nonce(), error);
            return true;
        }

        void settle() {
            stream.follow();
            int rounds = 0;
            while (respond() || hear(null)) {
                assertThat(rounds++).as("no loop").isLessThan(1_000);
            }
        }

        void assertHasWhatItWants() {
            Snapshot published = snapshots.of(TOKYO).newest().snapshot();
            for (ResourceType type : TYPES) {
                var expected = new TreeMap<String, String>();
                published.of(type).forEach((name, resource) -> {
                    if (wants(type, name) && record.refusal(resource, node) == null) {
                        expected.put(name, resource.version());
                    }
                });
                var actual = new TreeMap<String, String>();
                has(type).forEach((name, resource) -> actual.put(name, resource.version()));
                if (record.barsNothing(published, node)) {
                    assertThat(actual).as("%s of %s", type, node).isEqualTo(expected);
                } else {
                    assertThat(actual).as("%s of %s", type, node).containsAllEntriesOf(expected);
                }
            }
        }

        private void assertNothingIsInTwoPlaces() {
            for (ResourceType type : TYPES) {
                Channel channel = stream.channel(type);
                assertThat(channel.backlog().names()).as("due").doesNotHaveDuplicates();
                assertThat(channel.onTheWay().names()).as("on its way").doesNotHaveDuplicates();
                assertThat(channel.onTheWay().names())
                        .as("bundled, and on its way")
                        .noneMatch(channel.backlog()::isBundled);
                assertThat(channel.subscription().names()).isEqualTo(names(type));
                assertThat(channel.subscription().size()).isEqualTo(names(type).size());
            }
        }

        private List<String> some(Random random) {
            var names = new ArrayList<String>();
            int from = random.nextInt(NAMES);
            int most = random.nextBoolean() ? NAMES : 8;
            for (int i = from; i < Math.min(NAMES, from + most); i++) {
                names.add("c" + i);
            }
            if (random.nextInt(2) == 0) { // only what there is, or anything
                names.removeIf(name -> snapshots.of(TOKYO).newest().snapshot().get(ResourceType.CLUSTER, name) == null);
            }
            return names;
        }

        private boolean wants(ResourceType type, String name) {
            return wildcards.contains(type) || names(type).contains(name);
        }

        private Set<String> names(ResourceType type) {
            return Objects.requireNonNull(named.get(type));
        }

        private Map<String, Resource> has(ResourceType type) {
            return Objects.requireNonNull(has.get(type));
        }

        private void say(
                ResourceType type,
                List<String> subscribe,
                List<String> unsubscribe,
                String nonce,
                @Nullable String error) {
            stream.request(
                    new Request.Delta(type, Names.of(subscribe), Names.of(unsubscribe), Claims.NONE, nonce, error));
        }
    }
}
