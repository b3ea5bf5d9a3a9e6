package dev.convoy.control.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.registry.door.Body;
import dev.convoy.registry.store.StoredObject;
import java.util.List;

/** {@code PATCH} of one object or of its status: read, change, write, and once more where somebody came between. */
final class Patcher {
    private static final int ATTEMPTS = 5;

    private final Objects objects;
    private final Replacer replacer;

    Patcher(Objects objects, Replacer replacer) {
        this.objects = objects;
        this.replacer = replacer;
    }

    Answer patch(Call call, ApiRequest.Item item) {
        Patch patch = Patch.of(call, item.id().kind());
        for (int attempt = 1; ; attempt++) {
            StoredObject stored = objects.require(item);
            ObjectNode shown = Rendering.object(stored, item.apiVersion());
            ObjectNode object = patch.applyTo(item.id().kind(), shown);
            Long expected = Intake.expectedRevision(item, Intake.metadata(object));
            try {
                return replacer.write(
                        call,
                        item,
                        new Body.Parsed(object, List.of()),
                        stored,
                        expected == null ? Long.valueOf(stored.revision()) : expected);
            } catch (Refusal refusal) {
                boolean pinned = expected != null && expected != stored.revision();
                if (refusal.code() != 409 || pinned || attempt == ATTEMPTS) {
                    throw refusal;
                }
            }
        }
    }
}
