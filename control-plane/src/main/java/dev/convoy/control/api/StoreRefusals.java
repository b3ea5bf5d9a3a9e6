package dev.convoy.control.api;

import dev.convoy.registry.store.StoreException;

/** What the store could not do, as an answer. */
final class StoreRefusals {
    private StoreRefusals() {}

    static Refusal of(StoreException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.code()) {
            case ALREADY_EXISTS -> Refusal.alreadyExists(message);
            case NOT_FOUND -> Refusal.notFound(message);
            case CONFLICT -> Refusal.conflict(message);
            case GONE -> Refusal.gone("too old resource version: " + message);
            case UNAVAILABLE ->
                Refusal.unavailable(
                        "The store cannot be reached right now. Try again; a write may have been carried out"
                                + " all the same, so read before you repeat it.");
        };
    }
}
