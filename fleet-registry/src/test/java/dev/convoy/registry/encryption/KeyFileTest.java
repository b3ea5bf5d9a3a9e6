package dev.convoy.registry.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    /** Too long to turn up in random bytes. */
    private static final String WORDS = "what nobody else may read";

    private static final byte[] TEXT = WORDS.getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private KeyFile file() {
        return new KeyFile(folder.resolve("sub/convoy.key"));
    }

    @Test
    void itIsMadeForItsOwnerOnlyAndOpensWhatItClosed() throws IOException {
        byte[] sealed = file().openOrCreate().seal(TEXT, "secrets/1");

        assertThat(file().openOrCreate().open(sealed, "secrets/1")).isEqualTo(TEXT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().path())))
                .isEqualTo("rw-------");
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain(WORDS);
        try (var files = Files.list(folder.resolve("sub"))) {
            assertThat(files).containsExactly(file().path());
        }
    }

    @Test
    void whatIsSealedOpensInItsPlaceOnly() {
        Encryption encryption = file().openOrCreate();
        byte[] sealed = encryption.seal(TEXT, "secrets/1");

        assertThatThrownBy(() -> encryption.open(sealed, "secrets/2")).isInstanceOf(WrongKeyException.class);
    }

    @Test
    void afterARotationTheOldSealsStillOpen() {
        byte[] old = file().openOrCreate().seal(TEXT, "secrets/1");
        String before = read();
        file().rotate();

        byte[] young = file().openOrCreate().seal(TEXT, "secrets/1");
        assertThat(file().openOrCreate().open(old, "secrets/1")).isEqualTo(TEXT);
        assertThat(file().openOrCreate().open(young, "secrets/1")).isEqualTo(TEXT);
        assertThat(read()).isNotEqualTo(before);
    }

    @Test
    void aFileThatIsWrongSaysWhatToDo() throws IOException {
        byte[] sealed = file().openOrCreate().seal(TEXT, "secrets/1");
        Files.delete(file().path());
        Encryption another = file().openOrCreate();
        assertThatThrownBy(() -> another.open(sealed, "secrets/1"))
                .hasMessageContaining("Put the key file back from its backup");

        Files.setPosixFilePermissions(file().path(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> file().openOrCreate()).hasMessageContaining("chmod 600");

        Files.setPosixFilePermissions(file().path(), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file().path(), "{}");
        assertThatThrownBy(() -> file().openOrCreate()).hasMessageContaining("holds no keys");
    }

    private String read() {
        try {
            return Files.readString(file().path());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
