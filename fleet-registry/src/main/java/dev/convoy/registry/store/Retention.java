package dev.convoy.registry.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long changes are kept.
 *
 * @param observed of what members report: a replica or a watch that was away longer lists again
 * @param declared of what people state; null for ever, so that every past revision can be read
 */
public record Retention(Duration observed, @Nullable Duration declared) {
    public static final Retention DEFAULT = new Retention(Duration.ofMinutes(10), null);
}
