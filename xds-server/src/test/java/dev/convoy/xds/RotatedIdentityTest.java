package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.routes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.convoy.embedded.EnvoyAdmin;
import dev.convoy.xds.translate.Bootstrap;
import dev.convoy.xds.translate.IdentityFolder;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a real Envoy takes a new certificate out of its folder, and when the hub gets to see it. */
class RotatedIdentityTest extends RealEnvoyScene {
    private final List<BigInteger> presented = Collections.synchronizedList(new ArrayList<>());

    /** 45, 46, 47, 48 */
    @Test
    void aNewCertificateIsTakenWithoutABreakAndPresentedOnTheNextConnection() throws Exception {
        noteWhatIsPresented();
        Message a = backend("a");
        publish(cluster("a"), a, routes("main", "a"), front());
        EnvoyAdmin admin = envoy(Bootstrap.Protocol.DELTA).admin();
        awaitAcknowledged(ALL);
        BigInteger before = presented.getLast();
        Instant connected = delivery().connectedSince();

        TestAuthority.Identity next = another();
        replace(IdentityFolder.PRIVATE_KEY, next.keyPem());
        await(() ->
                admin.stats("identity.*key_rotation_failed").values().stream().anyMatch(failed -> failed > 0));
        publish(cluster("a", 2), a, routes("main", "a"), front());
        awaitAcknowledged(ALL);

        long updates = updates(admin);
        replace(IdentityFolder.CERTIFICATE, next.certificatePem());
        await(() -> updates(admin) > updates);
        publish(cluster("a", 3), a, routes("main", "a"), front());
        awaitAcknowledged(ALL);
        assertThat(delivery().connectedSince()).as("still the same stream").isEqualTo(connected);

        int streams = presented.size();
        hub.server.disconnect(_ -> true);
        await(() -> presented.size() > streams);
        assertThat(presented.getLast())
                .as("another stream on the old connection")
                .isEqualTo(before);

        hub.restart();
        publish(cluster("a", 4), a, routes("main", "a"), front());
        awaitAcknowledged(ALL);
        assertThat(presented.getLast()).isEqualTo(next.certificate().getSerialNumber());
    }

    /** 47 */
    @Test
    void anOldConnectionIsClosedSoThatANewCertificateShowsWithoutAFailedRequest() throws Exception {
        hub.restart(config -> config.withConnectionAge(Duration.ofSeconds(1), Duration.ofMillis(100)));
        noteWhatIsPresented();
        publish(cluster("a"), backend("a"), routes("main", "a"), front());
        envoy(Bootstrap.Protocol.DELTA);
        awaitAcknowledged(ALL);
        Load load = new Load();
        TestAuthority.Identity next = another();
        replace(IdentityFolder.PRIVATE_KEY, next.keyPem());
        replace(IdentityFolder.CERTIFICATE, next.certificatePem());
        await(() -> presented.getLast().equals(next.certificate().getSerialNumber()));
        awaitAcknowledged(ALL);
        load.assertNoneFailed();
    }

    private void noteWhatIsPresented() {
        hub.identities = chain -> {
            presented.add(chain.getFirst().getSerialNumber());
            return Hub.BY_URI.identify(chain);
        };
    }

    private TestAuthority.Identity another() {
        return hub.authority.client(Hub.IDENTITY + TOKYO.member().name());
    }

    private static long updates(EnvoyAdmin admin) {
        return admin.stat("cluster.hub.client_ssl_socket_factory.ssl_context_update_by_sds");
    }

    /** Moved into place, which is what Envoy watches for. */
    private void replace(String file, String content) throws IOException {
        Path written = Files.writeString(folder.resolve(file + ".new"), content);
        Files.move(written, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }
}
