package dev.convoy.cli;

/** Why it did not work and what to do, as a sentence for the one who typed the command. Never with a secret in it. */
final class CannotJoin extends RuntimeException {
    CannotJoin(String sentence) {
        super(sentence);
    }
}
