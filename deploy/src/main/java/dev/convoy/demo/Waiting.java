package dev.convoy.demo;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for what happens elsewhere. */
final class Waiting {
    private static final Duration STEP = Duration.ofMillis(20);

    private Waiting() {}

    /** Whether the condition came true in time. */
    static boolean until(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(STEP);
        }
        return true;
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }
}
