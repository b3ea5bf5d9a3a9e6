package dev.convoy.control.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class StartFailureTest {
    @Test
    void aPortThatIsTakenIsSaidWithTheSettingsForAnother() {
        Exception failure = new IllegalStateException("Unable to start", new BindException("Address already in use"));

        assertThat(StartFailure.sentence(failure))
                .contains("Address already in use", "another hub", "convoy.api.port", "quarkus.management.port");
    }

    @Test
    void aHostThatIsNoneIsSaidWithTheSettingsForAnother() {
        assertThat(StartFailure.sentence(new CompletionException(new UnknownHostException("hub.invalid"))))
                .contains("hub.invalid", "hosts");
        assertThat(StartFailure.sentence(
                        new IOException("Failed to bind to hub.invalid:18000", new UnresolvedAddressException())))
                .contains("hub.invalid:18000", "hosts");
    }

    @Test
    void aDatabaseThatRefusesIsSaidInItsOwnWordsAlone() {
        SQLException words = new SQLException("FATAL: database \"fleet\" does not exist", "3D000");
        Exception failure = new IllegalStateException("-----\nSQL State : 3D000\n", words);

        assertThat(StartFailure.sentence(failure))
                .isEqualTo("The hub cannot use its database: FATAL: database \"fleet\" does not exist. Correct"
                        + " CONVOY_DATABASE_URL, or the database that it names.");
    }

    @Test
    void aSettingThatIsWrongIsNamed() {
        var wrong = new ConfigValidationException.Problem("java.lang.IllegalArgumentException: SRCFG00029:"
                + " convoy.api.port: Expected an integer value, got \"x\"");
        Exception failure = new IllegalStateException(
                "Failed to start quarkus",
                new ConfigValidationException(new ConfigValidationException.Problem[] {wrong}));

        assertThat(StartFailure.sentence(failure))
                .contains(
                        "its settings: convoy.api.port: Expected an integer value, got \"x\"", "Correct", "HubConfig");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() {
        assertThat(StartFailure.sentence(new AccessDeniedException("/srv/convoy/convoy.key")))
                .contains("/srv/convoy/convoy.key", "convoy.home");
    }
}
