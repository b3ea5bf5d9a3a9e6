package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.resources;

import com.google.protobuf.Message;
import dev.convoy.xds.delivery.TrackRecord;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshots;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Both sides of a conversation in delta, said step by step. */
abstract class Conversation {
    final Snapshots snapshots = new Snapshots();
    final TrackRecord record = new TrackRecord();
    AdsStream stream = begin(new DeltaProtocol(new Bundles(1 << 17)));
    private String lastNonce = "";

    AdsStream begin(Protocol protocol) {
        return begin(protocol, "gw-1");
    }

    AdsStream begin(Protocol protocol, String node) {
        return new AdsStream(
                protocol, snapshots.of(TOKYO).newest(), record, node, StreamLimits.DEFAULT, InstantSource.system());
    }

    void publish(Message... messages) {
        snapshots.publish(TOKYO, resources(messages));
        stream.follow();
    }

    void subscribe(ResourceType type, String... names) {
        stream.request(new Request.Delta(type, Names.of(List.of(names)), Names.NONE, Claims.NONE, "", null));
    }

    /** State of the world: the names are all that the client wants. */
    void state(ResourceType type, String nonce, String... names) {
        stream.request(new Request.Sotw(type, "", Names.of(List.of(names)), nonce, null));
    }

    void acknowledge(ResourceType type, String nonce) {
        answer(type, nonce, null);
    }

    void refuse(ResourceType type, String nonce) {
        answer(type, nonce, "bad taste");
    }

    void answer(ResourceType type, String nonce, @Nullable String error) {
        stream.request(new Request.Delta(type, Names.NONE, Names.NONE, Claims.NONE, nonce, error));
    }

    void settle() {
        for (Response response = stream.next(); response != null; response = stream.next()) {
            acknowledge(response.type(), response.nonce());
        }
    }

    String lastNonce() {
        return lastNonce;
    }

    String next() {
        Response response = stream.next();
        if (response == null) {
            return "nothing";
        }
        lastNonce = response.nonce();
        var said = new StringBuilder(response.type().name());
        response.resources().forEach(resource -> said.append(' ').append(resource.name()));
        response.removed().forEach(name -> said.append(" -").append(name));
        return said.toString();
    }
}
