package dev.convoy.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/** What goes back. */
sealed interface Answer {
    String JSON = "application/json";

    /** Everything at once. {@code warnings} become {@code Warning: 299} headers, which kubectl prints. */
    record Whole(int code, String contentType, List<String> warnings, JsonNode body) implements Answer {}

    /** Piece by piece, with code 200: a long list, or a watch. */
    record Streamed(String contentType, Body body) implements Answer {}

    /** Writes the pieces; each call of the sink waits until the client has room for more. */
    @FunctionalInterface
    interface Body {
        void writeTo(Sink sink) throws IOException, InterruptedException;
    }

    /** Where pieces go. */
    interface Sink {
        /** Waits for room; fails where the client is gone or reads nothing for too long. */
        void send(byte[] piece) throws IOException, InterruptedException;

        /** Whether the client is still there. */
        boolean open();
    }

    static Answer of(int code, JsonNode body, List<String> warnings) {
        return new Whole(code, JSON, warnings, body);
    }

    static Answer ok(JsonNode body) {
        return of(200, body, List.of());
    }
}
