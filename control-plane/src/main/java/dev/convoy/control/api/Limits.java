package dev.convoy.control.api;

import java.time.Duration;

/**
 * How much the API takes from its clients.
 *
 * @param bodyBytes of one request
 * @param urlBytes of the request line
 * @param headerBytes of all headers together
 * @param watches open at a time
 * @param requests worked on at a time, watches aside
 * @param failuresPerMinute requests without a good credential from one address before it has to wait
 * @param patience with a client that sends or reads too slowly
 */
public record Limits(
        int bodyBytes,
        int urlBytes,
        int headerBytes,
        int watches,
        int requests,
        int failuresPerMinute,
        Duration patience) {
    public static Limits standard() {
        return new Limits(3 * 1024 * 1024, 8 * 1024, 16 * 1024, 1_000, 200, 60, Duration.ofSeconds(30));
    }
}
