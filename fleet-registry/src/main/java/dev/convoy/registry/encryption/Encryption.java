package dev.convoy.registry.encryption;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Encrypts what the database must not be able to read, and binds it to the place where it stands: moved to another row, or put back
 * after a change, it does not open.
 */
public final class Encryption {
    private final Aead aead;

    Encryption(KeysetHandle keys) throws GeneralSecurityException {
        register();
        aead = keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /** With a key that nobody will know again: for tests, and for a store that forgets. */
    public static Encryption unkept() {
        try {
            register();
            return new Encryption(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static void register() throws GeneralSecurityException {
        AeadConfig.register();
    }

    /** Encrypts for one place, for example {@code authority/ca/key}; the same place must be named to open it. */
    public byte[] seal(byte[] open, String place) {
        try {
            return aead.encrypt(open, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(place + " cannot be encrypted", e);
        }
    }

    /** Opens what {@link #seal} returned, or throws a {@link WrongKeyException}. */
    public byte[] open(byte[] sealed, String place) {
        try {
            return aead.decrypt(sealed, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new WrongKeyException(place, e);
        }
    }
}
