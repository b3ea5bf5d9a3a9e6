package dev.convoy.xds.stream;

import java.util.List;

/** Choices read off bytes, so that whoever makes bytes makes stories. Past their end each choice is the first. */
final class Script {
    private final byte[] bytes;
    private int at;

    Script(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean isOver() {
        return at >= bytes.length;
    }

    int number(int bound) {
        return isOver() ? 0 : (bytes[at++] & 0xff) % bound;
    }

    boolean maybe() {
        return number(2) == 1;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(number(choices.size()));
    }
}
