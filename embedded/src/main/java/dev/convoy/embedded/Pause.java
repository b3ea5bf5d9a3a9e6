package dev.convoy.embedded;

/** Between two looks at something that another process does. */
final class Pause {
    private Pause() {}

    static void shortly() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for another process", e);
        }
    }
}
