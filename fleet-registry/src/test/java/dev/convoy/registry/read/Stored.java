package dev.convoy.registry.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.FleetObject;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.registry.store.Manifest;
import dev.convoy.registry.store.StoredObject;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Stored objects from relaxed JSON: single quotes, names without quotes. */
final class Stored {
    static final String NAMESPACE = "store";
    static final String NAME = "web";

    private static final JsonMapper RELAXED = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    private Stored() {}

    static ReadResult read(Kind kind, String json) {
        try {
            Tree tree = kind == Kind.MEMBERSHIP ? Tree.fleet() : Tree.of(new MemberId("tokyo"));
            ObjectId id = new ObjectId(tree, kind, kind.namespaced() ? NAMESPACE : "", NAME);
            Manifest manifest = new Manifest((ObjectNode) RELAXED.readTree(json));
            return new Reader().read(new StoredObject(id, "uid", 7, 3, Instant.EPOCH, manifest, null));
        } catch (JsonProcessingException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    static <T extends FleetObject> T read(Class<T> type, Kind kind, String json) {
        ReadResult result = read(kind, json);
        assertThat(result).isInstanceOf(ReadResult.Read.class);
        return type.cast(((ReadResult.Read) result).object());
    }

    static String reason(Kind kind, String json) {
        ReadResult result = read(kind, json);
        assertThat(result).isInstanceOf(ReadResult.Unreadable.class);
        ReadResult.Unreadable unreadable = (ReadResult.Unreadable) result;
        assertThat(unreadable.generation()).isEqualTo(3);
        return unreadable.reason();
    }
}
