package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import org.jspecify.annotations.Nullable;

/** What a client has under a name. */
sealed interface Holding {
    record Nothing() implements Holding {}

    /** Some version: one that this server does not know, or the leftovers of a response that was refused in part. */
    record Unknown() implements Holding {}

    record Has(Resource resource) implements Holding {}

    static Holding of(@Nullable Resource resource) {
        return resource == null ? new Nothing() : new Has(resource);
    }

    default boolean has(Resource wanted) {
        return this instanceof Has(Resource resource) && resource.sameAs(wanted);
    }
}
