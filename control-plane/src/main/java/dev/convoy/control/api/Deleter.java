package dev.convoy.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.registry.store.ObjectStore.Write;
import dev.convoy.registry.store.StoredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code DELETE} of one object or of a collection. What lives in a Namespace, or under a Membership, goes with it. */
final class Deleter {
    private static final int ATTEMPTS = 5;

    private final Objects objects;

    Deleter(Objects objects) {
        this.objects = objects;
    }

    Answer delete(Call call, ApiRequest.Item item) {
        if (item.part() != ApiRequest.Part.WHOLE) {
            throw Refusal.methodNotAllowed("A part of an object cannot be deleted; delete the object.");
        }
        JsonNode options = options(call);
        boolean dry = dry(call, options);
        JsonNode preconditions = options.path("preconditions");
        StoredObject stored = objects.require(item);
        Intake.requireSame(item, stored, preconditions.path("uid"));
        Long expected = Intake.expectedRevision(item, preconditions);
        if (expected != null && expected != stored.revision()) {
            throw Objects.conflict(item, "it is at resourceVersion " + stored.revision() + ", not " + expected);
        }
        if (!dry) {
            remove(
                    call,
                    item,
                    expected == null && !preconditions.path("uid").isMissingNode()
                            ? Long.valueOf(stored.revision())
                            : expected);
        }
        return Answers.deleted(item, stored);
    }

    Answer deleteAll(Call call, ApiRequest.Collection collection) {
        objects.requireTree(collection.tree());
        Selection selection = Selection.of(call);
        boolean dry = dry(call, options(call));
        for (StoredObject object : objects.store()
                .list(collection.tree(), collection.served().kind(), collection.namespace())
                .items()) {
            if (selection.takes(object) && !dry) {
                var item = new ApiRequest.Item(
                        object.id(), collection.served(), collection.version(), ApiRequest.Part.WHOLE);
                try {
                    remove(call, item, null);
                } catch (Refusal refusal) {
                    // Somebody else was faster.
                    if (refusal.code() != 404) {
                        throw refusal;
                    }
                }
            }
        }
        return Answer.ok(Answers.success());
    }

    /** One transaction for all that goes; where something of it went meanwhile, once more with what is left. */
    private void remove(Call call, ApiRequest.Item item, @Nullable Long expected) {
        for (int attempt = 1; ; attempt++) {
            List<Write> writes = new ArrayList<>(contents(item.id())
                    .map(id -> (Write) new Write.Delete(id, null))
                    .toList());
            writes.add(new Write.Delete(item.id(), expected));
            try {
                objects.commit(writes, item, call);
                return;
            } catch (Refusal refusal) {
                boolean ownFault = refusal.code() != 404 || writes.size() == 1;
                if (ownFault || attempt == ATTEMPTS) {
                    throw refusal;
                }
            }
        }
    }

    private Stream<ObjectId> contents(ObjectId id) {
        return switch (id.kind()) {
            case MEMBERSHIP -> all(Tree.of(new MemberId(id.name())), "");
            case NAMESPACE -> all(id.tree(), id.name());
            case GATEWAY_CLASS,
                    GATEWAY,
                    HTTP_ROUTE,
                    REFERENCE_GRANT,
                    SERVICE,
                    ENDPOINT_SLICE,
                    SECRET,
                    SERVICE_EXPORT,
                    SERVICE_IMPORT -> Stream.empty();
        };
    }

    /** Everything in a namespace of a tree; in all of the tree where the namespace is empty. */
    private Stream<ObjectId> all(Tree tree, String namespace) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.MEMBERSHIP && (kind.namespaced() || namespace.isEmpty()))
                .flatMap(kind -> objects.store().list(tree, kind, namespace).items().stream())
                .map(StoredObject::id);
    }

    private static JsonNode options(Call call) {
        byte[] body = call.body().read();
        if (body.length == 0) {
            return Json.object();
        }
        return call.contentType().equals(Intake.PROTOBUF) ? Protobuf.read(body) : Json.read(body);
    }

    private static boolean dry(Call call, JsonNode options) {
        return call.dryRun() || options.path("dryRun").toString().contains("\"All\"");
    }
}
