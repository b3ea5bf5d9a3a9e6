package dev.convoy.xds.stream;

import io.grpc.Status;
import java.io.IOException;

/** A client said what cannot be read, or asks for more than a stream may. The stream ends with this status. */
final class Unacceptable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Status status;

    Unacceptable(Status status, String message) {
        super(message);
        this.status = status.withDescription(message);
    }

    static Unacceptable unreadable(IOException why) {
        return new Unacceptable(Status.INVALID_ARGUMENT, "this is no discovery request: " + why.getMessage());
    }

    Status status() {
        return status;
    }
}
