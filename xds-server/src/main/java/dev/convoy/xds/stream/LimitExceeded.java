package dev.convoy.xds.stream;

import io.grpc.Status;

/** A client asks for more than a stream may. The stream ends with this status. */
final class LimitExceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Status status;

    LimitExceeded(Status status, String message) {
        super(message);
        this.status = status.withDescription(message);
    }

    Status status() {
        return status;
    }
}
