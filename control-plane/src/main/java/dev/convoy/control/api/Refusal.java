package dev.convoy.control.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.registry.door.Cause;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer is no: everything that a Kubernetes {@code Status} of failure says. The message is a sentence that says what to do. */
final class Refusal extends RuntimeException {
    private final int code;
    private final String reason;
    private final @Nullable Subject subject;
    private final List<Cause> causes;
    private final @Nullable Duration retryAfter;

    /** What the refusal is about: {@code details.group}, {@code kind} and {@code name}. */
    record Subject(String group, String kind, String name) {}

    private Refusal(
            int code,
            String reason,
            String message,
            @Nullable Subject subject,
            List<Cause> causes,
            @Nullable Duration retryAfter) {
        // Neither a stack trace nor suppression: it is an answer, not an accident.
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
        this.subject = subject;
        this.causes = causes;
        this.retryAfter = retryAfter;
    }

    private static Refusal of(int code, String reason, String message) {
        return new Refusal(code, reason, message, null, List.of(), null);
    }

    static Refusal badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    static Refusal unauthorized(String message) {
        return of(401, "Unauthorized", message);
    }

    static Refusal forbidden(String message) {
        return of(403, "Forbidden", message);
    }

    static Refusal notFound(String message) {
        return of(404, "NotFound", message);
    }

    static Refusal methodNotAllowed(String message) {
        return of(405, "MethodNotAllowed", message);
    }

    static Refusal notAcceptable(String message) {
        return of(406, "NotAcceptable", message);
    }

    static Refusal alreadyExists(String message) {
        return of(409, "AlreadyExists", message);
    }

    static Refusal conflict(String message) {
        return of(409, "Conflict", message);
    }

    static Refusal gone(String message) {
        return of(410, "Expired", message);
    }

    static Refusal tooLarge(String message) {
        return of(413, "RequestEntityTooLarge", message);
    }

    static Refusal unsupportedMediaType(String message) {
        return of(415, "UnsupportedMediaType", message);
    }

    static Refusal invalid(String message, List<Cause> causes) {
        return new Refusal(422, "Invalid", message, null, List.copyOf(causes), null);
    }

    static Refusal tooManyRequests(String message, Duration retryAfter) {
        return new Refusal(429, "TooManyRequests", message, null, List.of(), retryAfter);
    }

    static Refusal unavailable(String message) {
        return new Refusal(503, "ServiceUnavailable", message, null, List.of(), Duration.ofSeconds(1));
    }

    static Refusal internal(String message) {
        return of(500, "InternalError", message);
    }

    Refusal about(String group, String kind, String name) {
        return new Refusal(
                code, reason, String.valueOf(getMessage()), new Subject(group, kind, name), causes, retryAfter);
    }

    int code() {
        return code;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    ObjectNode status() {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        ObjectNode details = Json.object();
        if (subject != null) {
            details.put("name", subject.name()).put("group", subject.group()).put("kind", subject.kind());
        }
        if (!causes.isEmpty()) {
            var list = details.putArray("causes");
            causes.forEach(cause -> list.addObject()
                    .put("reason", cause.reason())
                    .put("message", cause.message())
                    .put("field", cause.field()));
        }
        if (retryAfter != null) {
            details.put("retryAfterSeconds", retryAfter.toSeconds());
        }
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        return status.put("code", code);
    }
}
