package dev.convoy.control.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Tree;
import dev.convoy.registry.door.Admission.Admitted;
import dev.convoy.registry.door.Body;
import dev.convoy.registry.store.ObjectStore.Write;
import dev.convoy.registry.store.Status;
import dev.convoy.registry.store.StoredObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code PUT} of one object or of its status. Under a member it also creates: a report says what is, whatever was. */
final class Replacer {
    private final Objects objects;
    private final Intake intake;

    Replacer(Objects objects, Intake intake) {
        this.objects = objects;
        this.intake = intake;
    }

    Answer replace(Call call, ApiRequest.Item item) {
        objects.requireTree(item.id().tree());
        Body.Parsed body = Intake.body(call);
        Optional<StoredObject> stored = objects.store().find(item.id());
        if (stored.isPresent()) {
            Long expected = Intake.expectedRevision(item, Intake.metadata(body.json()));
            return write(call, item, body, stored.get(), expected);
        }
        boolean report = item.id().tree() instanceof Tree.OfMember && item.part() == ApiRequest.Part.WHOLE;
        if (!report) {
            throw Objects.missing(item);
        }
        Admitted admitted = intake.admit(call, item, body, null);
        StoredObject put = call.dryRun()
                ? DryRun.created(item.id(), admitted.manifest())
                : objects.commit(new Write.Put(item.id(), admitted.manifest()), item, call);
        return Answers.object(call, 201, put, item.apiVersion(), admitted.warnings());
    }

    /**
     * Writes an object, or its status, over what is stored.
     *
     * @param expected the revision that it builds on; null for whatever is there
     */
    Answer write(Call call, ApiRequest.Item item, Body.Parsed body, StoredObject stored, @Nullable Long expected) {
        ObjectNode metadata = Intake.metadata(body.json());
        Intake.requireSame(item, stored, metadata.path("uid"));
        Admitted admitted = intake.admit(call, item, body, stored);
        StoredObject written = switch (item.part()) {
            case WHOLE -> writeWhole(call, item, stored, admitted, expected);
            case STATUS -> writeStatus(call, item, stored, admitted, expected);
            case JOIN_TOKEN -> throw Refusal.methodNotAllowed("A join token can only be asked for: POST.");
        };
        return Answers.object(call, 200, written, item.apiVersion(), admitted.warnings());
    }

    private StoredObject writeWhole(
            Call call, ApiRequest.Item item, StoredObject stored, Admitted admitted, @Nullable Long expected) {
        if (call.dryRun()) {
            requireRevision(item, stored, expected);
            return DryRun.replaced(stored, admitted.manifest());
        }
        return objects.commit(new Write.Replace(item.id(), admitted.manifest(), expected), item, call);
    }

    private StoredObject writeStatus(
            Call call, ApiRequest.Item item, StoredObject stored, Admitted admitted, @Nullable Long expected) {
        requireRevision(item, stored, expected);
        Status status = admitted.status();
        if (status == null) {
            throw Refusal.badRequest("The object has no status to write.");
        }
        if (!call.dryRun()) {
            objects.store().putStatus(item.id(), status);
        }
        return stored.withStatus(status);
    }

    private static void requireRevision(ApiRequest.Item item, StoredObject stored, @Nullable Long expected) {
        if (expected != null && expected != stored.revision()) {
            throw Objects.conflict(item, "it is at resourceVersion " + stored.revision() + ", not " + expected);
        }
    }
}
