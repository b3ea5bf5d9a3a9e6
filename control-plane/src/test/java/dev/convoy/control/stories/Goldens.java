package dev.convoy.control.stories;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the stories came to when somebody last looked. {@code make golden} accepts what they come to now; CI never does. */
final class Goldens {
    private static final boolean ACCEPT = "accept".equals(System.getProperty("convoy.goldens"));

    private Goldens() {}

    static void check(Path golden, String now) {
        try {
            if (ACCEPT) {
                assertThat(System.getenv("CI"))
                        .as("CI compares goldens, it does not accept them")
                        .isNotEqualTo("true");
                Files.writeString(golden, now, UTF_8);
                return;
            }
            assertThat(golden).as("`make golden` writes it").exists();
            assertThat(now)
                    .as("%s: `make golden` accepts what comes of it now, `git diff` reviews that", golden)
                    .isEqualTo(Files.readString(golden, UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
