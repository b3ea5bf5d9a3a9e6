package dev.convoy.control;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The hub's entry point. */
@QuarkusMain
public final class Hub {
    private Hub() {}

    public static void main(String[] arguments) {
        Quarkus.run(arguments);
    }
}
