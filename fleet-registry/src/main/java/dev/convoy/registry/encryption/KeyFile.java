package dev.convoy.registry.encryption;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Set;

/**
 * The file with the keys, outside the database, readable by its owner only. Whoever has it and the database has every secret; without
 * it the secrets are lost: back it up, apart from the database.
 */
public record KeyFile(Path path) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** The keys in the file, which is made where it is missing. */
    public Encryption openOrCreate() {
        try {
            if (!Files.exists(path)) {
                create();
            }
            return new Encryption(read());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The keys in " + path + " cannot be used.", e);
        }
    }

    /**
     * Encrypts with a new key from the next start on. What the old keys sealed still opens with them, and is sealed anew whenever it is
     * written.
     */
    public void rotate() {
        try {
            Encryption.register();
            KeysetHandle rotated = KeysetHandle.newBuilder(read())
                    .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                            .withRandomId()
                            .makePrimary())
                    .build();
            Path next = write(rotated);
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The keys in " + path + " cannot be rotated; they stay as they are.", e);
        }
    }

    private KeysetHandle read() throws GeneralSecurityException {
        Encryption.register();
        try {
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
                throw new IllegalStateException(
                        "The key file " + path + " may be read by others. Run: chmod 600 " + path);
            }
            return TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(path), InsecureSecretKeyAccess.get());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The key file " + path
                            + " cannot be read. Without it the secrets in the database stay closed: put it back"
                            + " from its backup, or make it readable.",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The file " + path
                            + " holds no keys of Convoy. Name the right file, or put it back from its backup.",
                    e);
        }
    }

    /** Two hubs that start at once agree on one file: it appears whole or not at all. */
    private void create() throws GeneralSecurityException {
        try {
            Encryption.register();
            Path next = write(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
            try {
                Files.createLink(path, next);
            } catch (FileAlreadyExistsException e) {
                return;
            } finally {
                Files.delete(next);
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The key file " + path + " cannot be made. Name a path in a folder that Convoy may write to.", e);
        }
    }

    private Path write(KeysetHandle keys) throws GeneralSecurityException, IOException {
        Path folder = path.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path next = Files.createTempFile(folder, "keys", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(
                next,
                TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()),
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        return next;
    }
}
