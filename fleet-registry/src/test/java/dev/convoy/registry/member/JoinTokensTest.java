package dev.convoy.registry.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.model.MemberId;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinTokensTest {
    private static final MemberId TOKYO = new MemberId("tokyo");

    private final MovableClock clock = new MovableClock();
    private final InMemoryCredentialStore store = new InMemoryCredentialStore();
    private final FleetAuthority authority = FleetAuthority.open(store, Duration.ofDays(1), clock);
    private final JoinTokens tokens = new JoinTokens(store, authority, Duration.ofHours(1), clock);

    @AfterEach
    void close() {
        authority.close();
    }

    @Test
    void aTokenCarriesTheFingerprintOfTheAuthority() {
        assertThat(tokens.issue(TOKYO).text()).startsWith("convoy-join.").endsWith("." + authority.fingerprint());
    }

    @Test
    void theNameComesFromTheTokenWhateverTheRequestAsksFor() {
        Issuance issuance =
                tokens.redeem(tokens.issue(TOKYO).text(), Applicant.csrFor("spiffe://fleet.convoy.dev/gateway/osaka"));
        assertThat(authority.identify(Applicant.certificate(issuance)))
                .map(PeerIdentity::member)
                .hasValue(TOKYO);
        assertThat(Applicant.certificate(issuance).toString()).doesNotContain("osaka", "admin");
    }

    @Test
    void aTokenIsGoodOnce() {
        String token = tokens.issue(TOKYO).text();
        assertThat(tokens.redeem(token, Applicant.csr())).isInstanceOf(Issuance.Issued.class);
        assertThat(Applicant.refusal(tokens.redeem(token, Applicant.csr())))
                .startsWith("The join token was used before, at ")
                .endsWith("Ask a fleet admin for a new one.");
    }

    @Test
    void ofManyWhoUseATokenAtOnceOneSucceeds() throws InterruptedException, ExecutionException {
        String token = tokens.issue(TOKYO).text();
        String csr = Applicant.csr();
        Callable<Issuance> attempt = () -> tokens.redeem(token, csr);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int issued = 0;
            for (Future<Issuance> answer :
                    threads.invokeAll(Stream.generate(() -> attempt).limit(32).toList())) {
                issued += answer.get() instanceof Issuance.Issued ? 1 : 0;
            }
            assertThat(issued).isEqualTo(1);
        }
    }

    @Test
    void anExpiredTokenSaysSoToItsBearer() {
        String token = tokens.issue(TOKYO).text();
        clock.forward(Duration.ofHours(1));
        assertThat(Applicant.refusal(tokens.redeem(token, Applicant.csr())))
                .startsWith("The join token expired at ")
                .endsWith("Ask a fleet admin for a new one.");
    }

    @Test
    void aStrangerDoesNotLearnThatATokenExistsOrWasUsed() {
        String token = tokens.issue(TOKYO).text();
        tokens.redeem(token, Applicant.csr());
        String[] parts = token.split("\\.", -1);
        String wrongSecret = String.join(".", parts[0], parts[1], "A".repeat(43), parts[3]);
        String wrongId = String.join(".", parts[0], "000000000000", parts[2], parts[3]);
        assertThat(Applicant.refusal(tokens.redeem(wrongSecret, Applicant.csr())))
                .isEqualTo("The join token is not valid here. Ask a fleet admin for a new one.")
                .isEqualTo(Applicant.refusal(tokens.redeem(wrongId, Applicant.csr())));
    }

    /** Every single character counts. */
    @Test
    void noMutationOfATokenIsAccepted() {
        String token = tokens.issue(TOKYO).text();
        String csr = Applicant.csr();
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'a' ? 'b' : 'a';
            String before = token.substring(0, i);
            String after = token.substring(i + 1);
            for (String mutated :
                    List.of(before + other + after, before + after, before + token.charAt(i) + other + after)) {
                assertThat(tokens.redeem(mutated, csr)).as(mutated).isInstanceOf(Issuance.Refused.class);
            }
        }
        for (String odd : List.of("", ".", "convoy-join", token + "\n", " " + token, token.toUpperCase(Locale.ROOT))) {
            assertThat(tokens.redeem(odd, csr)).as(odd).isInstanceOf(Issuance.Refused.class);
        }
        assertThat(tokens.redeem(token, csr)).isInstanceOf(Issuance.Issued.class);
    }

    @Test
    void aRequestThatCannotBeSignedDoesNotSpendTheToken() {
        String token = tokens.issue(TOKYO).text();
        KeyPair weak = Applicant.rsa(1024);
        for (String csr : List.of(
                "",
                "nonsense",
                "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
                "-----BEGIN CERTIFICATE REQUEST-----\n!!!!\n-----END CERTIFICATE REQUEST-----\n",
                authority.caPem(),
                "x".repeat(20_000),
                Applicant.stolenKeyCsr(),
                Applicant.csr(weak, "SHA256withRSA"))) {
            assertThat(Applicant.refusal(tokens.redeem(token, csr)))
                    .startsWith("The certificate signing request cannot be used: ")
                    .endsWith("The join token was not spent.");
        }
        assertThat(tokens.redeem(token, Applicant.csr(Applicant.rsa(2048), "SHA256withRSA")))
                .isInstanceOf(Issuance.Issued.class);
    }

    @Test
    void unusedTokensDoNotPileUp() {
        for (int i = 0; i < 20; i++) {
            tokens.issue(TOKYO);
        }
        assertThatThrownBy(() -> tokens.issue(TOKYO))
                .isInstanceOf(JoinTokens.TooManyTokens.class)
                .hasMessageContaining("tokyo has 20 unused join tokens");
        clock.forward(Duration.ofHours(1));
        assertThat(tokens.issue(TOKYO)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Tokyo", "a/b", "a.b", "../x", "-a", "a\n"})
    void aNameThatWouldNotStandInACertificateGetsNoToken(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> tokens.issue(new MemberId(name)));
        assertThatIllegalArgumentException().isThrownBy(() -> tokens.issue(TOKYO, name));
    }
}
