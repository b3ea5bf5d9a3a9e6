package dev.convoy.registry.store;

import org.jspecify.annotations.Nullable;

/** The store could not do it. Nothing was changed, save what {@code UNAVAILABLE} leaves open. */
public final class StoreException extends RuntimeException {
    private final Code code;

    /** What happened. */
    public enum Code {
        ALREADY_EXISTS,
        NOT_FOUND,
        /** The object changed meanwhile; the message names its revision. */
        CONFLICT,
        /** That far back there is no history any more. */
        GONE,
        /** PostgreSQL cannot be reached; try again. A commit may have been carried out all the same. */
        UNAVAILABLE
    }

    public StoreException(Code code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public StoreException(Code code, String message) {
        this(code, message, null);
    }

    public Code code() {
        return code;
    }
}
