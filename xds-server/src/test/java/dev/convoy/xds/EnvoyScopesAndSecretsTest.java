package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.listener;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.Fixtures.scope;
import static dev.convoy.xds.Fixtures.scopedListener;
import static dev.convoy.xds.Fixtures.secret;
import static dev.convoy.xds.Fixtures.secureListener;
import static dev.convoy.xds.snapshot.ResourceType.LISTENER;
import static dev.convoy.xds.snapshot.ResourceType.ROUTES;
import static dev.convoy.xds.snapshot.ResourceType.SCOPES;
import static dev.convoy.xds.snapshot.ResourceType.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.snapshot.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.io.IOException;
import java.security.cert.Certificate;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A listener whose routes are chosen by a header, and one that presents a certificate. */
class EnvoyScopesAndSecretsTest extends EnvoyFactsScene {
    private static final String[] KEY = {"x-scope", "key"};

    private final String scoped = block.address();
    private final String secure = block.address();
    private final TestAuthority.Identity first = server.authority.server("a.test");
    private final TestAuthority.Identity second = server.authority.server("a.test");

    @BeforeAll
    void addListeners() throws Exception {
        server.tell(
                LISTENER,
                Map.of(
                        "scoped", scopedListener("scoped", scoped, port),
                        "secure", secureListener("secure", "main", "cert", secure, port)));
        server.subscription(SECRET, "cert");
        say(first.certificatePem(), first.keyPem());
        assertThat(server.next(SCOPES).getResourceNamesSubscribeList())
                .as("all of them")
                .isEmpty();
        assertAcknowledged(server.answer(SCOPES, server.tell(SCOPES, Map.of("first", scope("first", KEY[1], "main")))));
        awaitAnswer(200, scoped, KEY);
    }

    /** 34 */
    @Test
    void itSaysAfterAReconnectWhichScopesAndSecretsItHas() throws Exception {
        server.cut();
        DeltaDiscoveryRequest scopes = server.next(SCOPES);
        assertThat(scopes.getResourceNamesSubscribeList()).isEmpty();
        assertThat(scopes.getInitialResourceVersionsMap()).containsOnlyKeys("first");
        DeltaDiscoveryRequest secrets = server.next(SECRET);
        assertThat(secrets.getResourceNamesSubscribeList()).containsExactly("cert");
        assertThat(secrets.getInitialResourceVersionsMap()).containsOnlyKeys("cert");
    }

    /** Scopes. */
    @Test
    void aScopeAsksForItsRoutesAndAnswers404WithoutThem() throws Exception {
        server.tell(SCOPES, Map.of("first", scope("first", KEY[1], "later")));
        server.subscription(ROUTES, "later");
        awaitAnswer(404, scoped, KEY);
        server.tell(ROUTES, Map.of("later", routes("later", "a")));
        awaitAnswer(200, scoped, KEY);
        assertThat(get(scoped, KEY[0], "another")).isEqualTo(404);
        server.tell(SCOPES, Map.of("first", scope("first", KEY[1], "main")));
        awaitAnswer(200, scoped, KEY);
    }

    /** 24 */
    @Test
    void anotherListenerHasTheSameRoutesAndScopesWithoutAsking() throws Exception {
        awaitSilence(ROUTES);
        awaitSilence(SCOPES);
        String plainToo = block.address();
        String scopedToo = block.address();
        String nonce = server.tell(
                LISTENER,
                Map.of(
                        "plain-too", listener("plain-too", "main", plainToo, port),
                        "scoped-too", scopedListener("scoped-too", scopedToo, port)));
        assertAcknowledged(server.answer(LISTENER, nonce));
        awaitAnswer(200, plainToo);
        awaitAnswer(200, scopedToo, KEY);
        assertThat(server.isSilent(ROUTES, _ -> true)).isTrue();
        assertThat(server.isSilent(SCOPES, _ -> true)).isTrue();
        server.answer(LISTENER, server.tell(LISTENER, Map.of(), "plain-too", "scoped-too"));
        assertThat(get(scoped, KEY)).as("as before").isEqualTo(200);
    }

    /** SDS. */
    @Test
    void aSecretThatIsRemovedOrRefusedServesOn() throws Exception {
        assertAcknowledged(say(first.certificatePem(), first.keyPem()));
        assertAcknowledged(server.answer(SECRET, server.tell(SECRET, Map.of(), "cert")));
        awaitWorkers();
        assertThat(presented()).as("after its removal").isEqualTo(first.certificate());

        assertThat(words(say(second.certificatePem(), first.keyPem()))).isNotEmpty();
        awaitWorkers();
        assertThat(presented()).as("after a refusal").isEqualTo(first.certificate());

        assertAcknowledged(say(second.certificatePem(), second.keyPem()));
        awaitWorkers();
        assertThat(presented()).isEqualTo(second.certificate());
    }

    /** Until nothing more is to come of what was done before. */
    private void awaitSilence(ResourceType type) throws InterruptedException {
        boolean silent;
        do {
            silent = server.isSilent(type, _ -> true);
        } while (!silent);
    }

    /** They hear of one thing after the other: once they send elsewhere, they know what was said before. */
    private void awaitWorkers() throws IOException, InterruptedException {
        server.tell(ROUTES, Map.of("main", routes("main", "nowhere")));
        awaitAnswer(503, gateway);
        server.tell(ROUTES, Map.of("main", routes("main", "a")));
        awaitAnswer(200, gateway);
    }

    private DeltaDiscoveryRequest say(String certificatePem, String keyPem) throws InterruptedException {
        return server.answer(SECRET, server.tell(SECRET, Map.of("cert", secret("cert", certificatePem, keyPem))));
    }

    private Certificate presented() throws IOException {
        return RawConnection.presentedAt(secure, port, server.authority);
    }
}
