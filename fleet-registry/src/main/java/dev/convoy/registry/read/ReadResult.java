package dev.convoy.registry.read;

import dev.convoy.model.FleetObject;
import dev.convoy.model.ObjectId;

/** What became of one stored object. */
public sealed interface ReadResult {
    ObjectId id();

    /** It is in the model. */
    record Read(FleetObject object) implements ReadResult {
        @Override
        public ObjectId id() {
            return object.id();
        }
    }

    /** It says nothing about traffic, for example a Secret that holds no certificate. */
    record Ignored(ObjectId id) implements ReadResult {}

    /**
     * It cannot be understood, as a whole: to follow the rest of a route whose one rule is unclear would send requests where nobody
     * asked for.
     *
     * @param reason the field and what is wrong with it, as a sentence for its author
     */
    record Unreadable(ObjectId id, long generation, String reason) implements ReadResult {}
}
