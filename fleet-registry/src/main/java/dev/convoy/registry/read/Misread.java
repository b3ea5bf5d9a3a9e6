package dev.convoy.registry.read;

/** One field cannot be understood. Ends the reading of its object and never leaves this package. */
final class Misread extends RuntimeException {
    private final String reason;

    Misread(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
