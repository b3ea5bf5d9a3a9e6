package dev.convoy.registry.encryption;

/** What is sealed does not open: the key file is another one, or the row was tampered with. */
public final class WrongKeyException extends RuntimeException {
    WrongKeyException(String place, Throwable cause) {
        super(
                place
                        + " does not open with this key file. It was lost and made anew, belongs to another database, or the row was"
                        + " changed behind Convoy's back. Put the key file back from its backup and start again.",
                cause);
    }
}
