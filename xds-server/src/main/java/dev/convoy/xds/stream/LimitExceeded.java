package dev.convoy.xds.stream;

/** A client asks for more than a stream may. The stream ends with this message. */
final class LimitExceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    LimitExceeded(String message) {
        super(message);
    }
}
