package dev.convoy.control.api;

import dev.convoy.registry.store.StoredObject;
import java.util.List;

/** {@code GET} of one object. */
final class Getter {
    private final Objects objects;

    Getter(Objects objects) {
        this.objects = objects;
    }

    Answer get(Call call, ApiRequest.Item item) {
        StoredObject object = objects.require(item);
        return Answers.object(call, 200, object, item.apiVersion(), List.of());
    }
}
