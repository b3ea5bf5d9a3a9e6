package dev.convoy.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The {@code status} of an object. The JSON must not be changed once it is in here. */
public record Status(ObjectNode json) {
    /** Whether nothing differs, whatever the order of the fields and the width of the numbers. */
    public boolean sameAs(@Nullable Status other) {
        return other != null && JsonEquality.same(json, other.json);
    }
}
