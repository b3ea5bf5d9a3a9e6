package dev.convoy.control.api;

import dev.convoy.control.access.Identity;
import java.util.Map;
import java.util.Optional;

/**
 * One request after authentication, without HTTP's machinery.
 *
 * @param query the last value of each parameter
 * @param accept the header; empty where missing
 * @param contentType the header without its parameters; empty where missing
 * @param body read only when a verb asks for it
 */
record Call(
        String method,
        ApiRequest request,
        Map<String, String> query,
        String accept,
        String contentType,
        Identity who,
        Body body) {

    /** The body, read on demand, so that no byte of it is taken from somebody who is then refused. */
    @FunctionalInterface
    interface Body {
        byte[] read();
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    boolean flag(String name) {
        return parameter(name)
                .map(value -> value.equals("true") || value.equals("1"))
                .orElse(false);
    }

    boolean dryRun() {
        return parameter("dryRun")
                .map(value -> {
                    if (!value.equals("All")) {
                        throw Refusal.badRequest(
                                "dryRun=" + Text.shown(value) + " is not known; the only value is All.");
                    }
                    return true;
                })
                .orElse(false);
    }

    long number(String name, long otherwise) {
        return parameter(name)
                .map(value -> {
                    try {
                        return Long.parseUnsignedLong(value);
                    } catch (NumberFormatException e) {
                        throw Refusal.badRequest(name + "=" + Text.shown(value) + " is not a number of 0 or more.");
                    }
                })
                .filter(value -> value >= 0)
                .orElse(otherwise);
    }
}
