package dev.convoy.registry.door;

import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to store what, and where.
 *
 * @param apiVersion of the path; one of {@link ServedKind#apiVersions}
 * @param part whether the object is written or only its status
 * @param reported whether a member says how it is, rather than somebody how it shall be; this is never refused for unknown fields
 * @param allowLoopbackEndpoints the permission of the Membership whose tree it is
 * @param before what is stored now; null where it is new
 */
public record Request(
        ObjectId id,
        String apiVersion,
        Part part,
        FieldValidation fieldValidation,
        boolean reported,
        boolean allowLoopbackEndpoints,
        @Nullable Manifest before) {

    /** What of the object is written. */
    public enum Part {
        /** All but the status. A status that comes along is handed on where it is sound. */
        OBJECT,
        /** The status, which must be sound. */
        STATUS
    }

    /** An object of the fleet's own or a member's tree, new, in the stored version, with warnings about unknown fields. */
    public static Request create(ObjectId id) {
        return new Request(id, ServedKind.preferred(id.kind()), Part.OBJECT, FieldValidation.WARN, false, false, null);
    }
}
