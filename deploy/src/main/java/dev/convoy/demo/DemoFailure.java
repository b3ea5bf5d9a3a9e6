package dev.convoy.demo;

import dev.convoy.embedded.LogTail;
import java.nio.file.Path;

/** A step of the demo could not be done. The message is what its user reads. */
final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    DemoFailure(String sentence) {
        super(sentence);
    }

    DemoFailure(String sentence, Throwable cause) {
        super(sentence + " (" + cause + ")", cause);
    }

    /** With the end of the log that should tell why. */
    static DemoFailure seeLog(String sentence, Path log) {
        return new DemoFailure(
                sentence + "\nThe end of " + log + ":\n" + LogTail.of(log).indent(2));
    }
}
