package dev.convoy.control.access;

import java.util.Optional;

/** Knows whose token that is; empty for one that was never given out or is revoked. Blocks, so not on an event loop. */
@FunctionalInterface
public interface BearerTokens {
    Optional<Identity> identify(String token);
}
