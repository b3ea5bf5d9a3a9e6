package dev.convoy.registry.store;

import dev.convoy.registry.encryption.Encryption;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/**
 * Keeps something known in the database, sealed. A hub with another key file finds out when it starts, and not when the first Secret does
 * not open.
 */
final class KeyCheck {
    private static final String PLACE = "key_checks/objects";
    private static final String KNOWN = "convoy";

    private KeyCheck() {}

    /** Fails with a {@code WrongKeyException}, whose message says what to do. */
    static Uni<Void> pass(StatelessSession session, Encryption encryption) {
        byte[] sealed = encryption.seal(KNOWN.getBytes(StandardCharsets.UTF_8), PLACE);
        return session.createNativeQuery(
                        "insert into key_checks (name, sealed) values ('objects', :sealed) on conflict do nothing")
                .setParameter("sealed", sealed)
                .executeUpdate()
                .chain(() -> session.createNativeQuery(
                                "select sealed from key_checks where name = 'objects'", byte[].class)
                        .getSingleResult())
                .invoke(kept -> encryption.open(kept, PLACE))
                .replaceWithVoid();
    }
}
