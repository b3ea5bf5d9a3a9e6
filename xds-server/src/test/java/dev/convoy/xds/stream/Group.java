package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.TOKYO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.delivery.TrackRecord;
import dev.convoy.xds.snapshot.Generation;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.Snapshot;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.snapshot.XdsResources;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Two Envoys that are served the same, each of which refuses other things, and the server that they have in common. */
final class Group {
    private final Answers answers = new Answers();
    private final InCommon common = new InCommon(new WholeStates(), new Bundles(300)); // some two resources
    private final List<Client> clients;
    private Snapshots snapshots = new Snapshots();
    private TrackRecord record = new TrackRecord();
    private XdsResources published = World.good(new Random(0));

    Group(boolean delta, boolean neighbourDelta, Random random) {
        clients = List.of(
                new Client(this, envoy("gw-1", delta, random)),
                new Client(this, envoy("gw-2", neighbourDelta, random)));
        clients.forEach(Client::connect);
    }

    private ModelEnvoy envoy(String node, boolean delta, Random random) {
        return delta ? new DeltaEnvoy(node, answers, random) : new SotwEnvoy(node, answers, random);
    }

    Answers answers() {
        return answers;
    }

    AdsStream begin(ModelEnvoy envoy) {
        Generation newest = snapshots.of(TOKYO).newest();
        if (newest.isPublished() && clients.stream().noneMatch(Client::isConnected)) {
            record.retain(newest.snapshot());
            answers.published(newest.snapshot());
        }
        Protocol protocol =
                envoy instanceof DeltaEnvoy ? new DeltaProtocol(common.bundles()) : new SotwProtocol(common.states());
        return new AdsStream(protocol, newest, record, envoy.node(), StreamLimits.DEFAULT, InstantSource.system());
    }

    void step(int choice) {
        Client client = clients.get(choice / 20 % 2);
        int detail = choice / 40;
        switch (choice % 20) {
            case 0, 1 -> publish(World.any(new Random(detail)));
            case 2 -> {
                switch (detail % 10) {
                    case 0, 1 -> reconnect(client);
                    case 2 -> client.disconnect();
                    case 3 -> client.die();
                    case 4, 5 -> restart();
                    // Otherwise changes hardly ever meet an Envoy that has something to lose.
                    default -> settle();
                }
            }
            case 3, 4, 5, 6, 7 -> client.respond();
            case 8, 9, 10, 11, 12, 13 -> client.hear();
            default -> client.ask();
        }
    }

    void publish(XdsResources resources) {
        published = resources;
        snapshots.publish(TOKYO, resources);
        answers.published(snapshot());
        clients.forEach(Client::follow);
    }

    void reconnect() {
        clients.forEach(this::reconnect);
    }

    private void reconnect(Client client) {
        client.disconnect();
        client.connect();
    }

    /** The server forgets everything, and publishes later what it published before. */
    private void restart() {
        snapshots = new Snapshots();
        record = new TrackRecord();
        answers.forget();
        clients.forEach(Client::disconnect);
        clients.forEach(Client::connect);
        clients.forEach(Client::ask);
        publish(published);
    }

    /** Goes on until nobody has anything to say; returns how much that took. */
    int settle() {
        clients.stream().filter(client -> !client.isConnected()).forEach(Client::connect);
        clients.forEach(Client::takeSent);
        int responses = 0;
        boolean busy = true;
        while (busy) {
            busy = false;
            for (Client client : clients) {
                boolean asked = client.ask();
                boolean heard = client.hear();
                boolean responded = client.respond();
                responses += responded ? 1 : 0;
                busy |= asked || heard || responded || client.loseEndpoints();
            }
            assertThat(responses).as("no loop").isLessThan(800);
        }
        return clients.stream().mapToInt(Client::takeSent).sum();
    }

    void assertEachHasWhatItMay() {
        clients.forEach(client -> client.assertHasWhatItMay(snapshot()));
    }

    void assertAllHaveWhatIsPublished() {
        clients.forEach(client -> client.assertHasWhatIsPublished(snapshot()));
    }

    boolean mayAllHaveAll() {
        return clients.stream().allMatch(client -> client.mayHaveAll(snapshot()));
    }

    /** What that Envoy may have instead, where it may not have this. */
    List<Resource> lastGoods(Resource published, String node) {
        return Stream.of(record.lastGood(published.key()), record.kept(published.key(), node))
                .filter(good -> good != null && answers.allow(node, good))
                .toList();
    }

    Snapshot snapshot() {
        return snapshots.of(TOKYO).newest().snapshot();
    }
}
