package dev.convoy.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.registry.store.ObjectStore.Author;

/** The objects that the store's tests write. */
final class Samples {
    static final Author ANN = new Author("ann");
    static final Tree TOKYO = Tree.of(new MemberId("tokyo"));
    private static final ObjectMapper JSON = new ObjectMapper();

    private Samples() {}

    static ObjectId route(String name) {
        return new ObjectId(Tree.fleet(), Kind.HTTP_ROUTE, "store", name);
    }

    static ObjectId service(String name) {
        return new ObjectId(TOKYO, Kind.SERVICE, "store", name);
    }

    static ObjectId secret(String name) {
        return new ObjectId(Tree.fleet(), Kind.SECRET, "store", name);
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static Manifest manifest(String text) {
        return new Manifest(json(text));
    }

    static Status status(String text) {
        return new Status(json(text));
    }

    /** Any object with one number in its spec. */
    static Manifest counting(long count) {
        return manifest("{'metadata': {'labels': {'app': 'web'}}, 'spec': {'count': " + count + "}}");
    }

    static long count(StoredObject object) {
        return object.manifest().json().path("spec").path("count").asLong();
    }
}
