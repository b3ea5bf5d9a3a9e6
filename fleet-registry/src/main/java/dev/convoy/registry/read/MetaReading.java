package dev.convoy.registry.read;

import dev.convoy.model.Meta;
import dev.convoy.registry.store.StoredObject;

final class MetaReading {
    private MetaReading() {}

    static Meta meta(StoredObject stored, Field metadata) {
        return new Meta(
                stored.id(),
                stored.generation(),
                stored.created(),
                metadata.get("labels").texts(),
                metadata.get("annotations").texts());
    }
}
