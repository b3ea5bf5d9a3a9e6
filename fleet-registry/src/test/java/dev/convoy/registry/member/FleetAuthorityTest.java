package dev.convoy.registry.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.MemberId;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetAuthorityTest {
    private static final MemberId TOKYO = new MemberId("tokyo");
    private static final Duration LIFETIME = Duration.ofDays(30);

    private final MovableClock clock = new MovableClock();
    private final InMemoryCredentialStore store = new InMemoryCredentialStore();
    private final FleetAuthority authority = FleetAuthority.open(store, LIFETIME, clock);
    private final JoinTokens tokens = new JoinTokens(store, authority, Duration.ofHours(1), clock);

    @AfterEach
    void close() {
        authority.close();
    }

    private X509Certificate join(MemberId member, String pool) {
        return Applicant.certificate(tokens.redeem(tokens.issue(member, pool).text(), Applicant.csr()));
    }

    private X509Certificate join(MemberId member) {
        return join(member, PeerIdentity.DEFAULT_POOL);
    }

    @Test
    void aMembersCertificateSaysWhoItIs() throws GeneralSecurityException {
        X509Certificate certificate = join(TOKYO);
        assertThat(authority.identify(certificate)).hasValueSatisfying(peer -> {
            assertThat(peer.member()).isEqualTo(TOKYO);
            assertThat(peer.pool()).isEqualTo("default");
        });
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactly(List.of(6, "spiffe://fleet.convoy.dev/gateway/tokyo"));
        assertThat(certificate.getExtendedKeyUsage())
                .as("client of the hub and server of the east-west hop")
                .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void anotherPoolStandsInTheName() throws GeneralSecurityException {
        X509Certificate certificate = join(TOKYO, "edge");
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactly(List.of(6, "spiffe://fleet.convoy.dev/gateway/tokyo/edge"));
        assertThat(authority.identify(certificate)).map(PeerIdentity::pool).hasValue("edge");
    }

    @Test
    void theSameStoreMeansTheSameAuthority() {
        try (FleetAuthority restarted = FleetAuthority.open(store, LIFETIME, clock)) {
            assertThat(restarted.caPem()).isEqualTo(authority.caPem());
            assertThat(restarted.identify(join(TOKYO))).isPresent();
        }
    }

    @Test
    void anotherFleetsCertificateIsNobodys() {
        InMemoryCredentialStore elsewhere = new InMemoryCredentialStore();
        try (FleetAuthority other = FleetAuthority.open(elsewhere, LIFETIME, clock)) {
            JoinTokens others = new JoinTokens(elsewhere, other, Duration.ofHours(1), clock);
            X509Certificate certificate =
                    Applicant.certificate(others.redeem(others.issue(TOKYO).text(), Applicant.csr()));
            assertThat(authority.identify(certificate)).isEmpty();
        }
    }

    @Test
    void theHubsOwnCertificateIsNoMembers() {
        assertThat(authority.identify(hubCertificate())).isEmpty();
    }

    @Test
    void anExpiredCertificateIsNobodysAndCannotRenew() {
        X509Certificate certificate = join(TOKYO);
        clock.forward(LIFETIME.plusSeconds(1));
        assertThat(authority.identify(certificate)).isEmpty();
        assertThat(Applicant.refusal(authority.renew(certificate, Applicant.csr())))
                .contains("cannot renew")
                .contains("join token");
    }

    @Test
    void aValidCertificateRenewsForTheSameMemberOnly() {
        X509Certificate old = join(TOKYO, "edge");
        clock.forward(Duration.ofDays(20));
        X509Certificate renewed = Applicant.certificate(
                authority.renew(old, Applicant.csrFor("spiffe://fleet.convoy.dev/gateway/osaka")));
        clock.forward(Duration.ofDays(20));
        assertThat(authority.identify(old)).isEmpty();
        assertThat(authority.identify(renewed)).hasValueSatisfying(peer -> {
            assertThat(peer.member()).isEqualTo(TOKYO);
            assertThat(peer.pool()).isEqualTo("edge");
        });
    }

    @Test
    void revokingOneCertificateLeavesTheOthers() {
        X509Certificate lost = join(TOKYO);
        X509Certificate kept = join(TOKYO);
        authority.revoke(authority.identify(lost).orElseThrow());
        assertThat(authority.identify(lost)).isEmpty();
        assertThat(authority.identify(kept)).isPresent();
    }

    @Test
    void revokingAMemberVoidsItsCertificatesAndTokensUntilItJoinsAgain() {
        X509Certificate before = join(TOKYO);
        X509Certificate neighbour = join(new MemberId("osaka"));
        String unused = tokens.issue(TOKYO).text();
        authority.revoke(TOKYO);
        assertThat(authority.identify(before)).isEmpty();
        assertThat(authority.renew(before, Applicant.csr())).isInstanceOf(Issuance.Refused.class);
        assertThat(tokens.redeem(unused, Applicant.csr())).isInstanceOf(Issuance.Refused.class);
        assertThat(authority.identify(neighbour)).isPresent();
        assertThat(authority.identify(join(TOKYO))).isPresent();
    }

    @Test
    void everyReplicaKnowsOfARevocationWithinFiveSeconds() throws InterruptedException {
        try (FleetAuthority replica = FleetAuthority.open(store, LIFETIME, clock)) {
            Semaphore hints = new Semaphore(0);
            replica.onRevocation(hints::release);
            X509Certificate certificate = join(TOKYO);
            authority.revoke(TOKYO);
            assertThat(hints.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
            assertThat(replica.identify(certificate)).isEmpty();
            assertThat(hints.availablePermits()).as("one hint, not more").isZero();
        }
    }

    @Test
    void theHubIsKnownByItsFixedNameAndThoseItIsReachedAt() throws GeneralSecurityException {
        X509Certificate certificate = authority
                .hubCertificates(List.of("localhost", "127.0.0.1", "::1"))
                .get()
                .chain()
                .getFirst();
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactly(
                        List.of(2, "hub.fleet.convoy.dev"),
                        List.of(2, "localhost"),
                        List.of(7, "127.0.0.1"),
                        List.of(7, "0:0:0:0:0:0:0:1"));
    }

    @Test
    void theHubsCertificateRenewsItself() {
        Supplier<HubCertificate> certificates = authority.hubCertificates(List.of());
        HubCertificate first = certificates.get();
        clock.forward(Duration.ofDays(4));
        assertThat(certificates.get()).isSameAs(first);
        clock.forward(Duration.ofDays(1));
        assertThat(certificates.get().chain().getFirst().getNotAfter().toInstant())
                .isAfter(clock.instant().plus(Duration.ofDays(6)));
    }

    @Test
    void theHubsChainShowsTheAuthorityThatNewcomersPin() throws GeneralSecurityException {
        HubCertificate hub = authority.hubCertificates(List.of()).get();
        assertThat(hub.chainPem()).endsWith(authority.caPem());
        assertThat(Secrets.sha256(hub.chain().getLast().getEncoded())).isEqualTo(authority.fingerprint());
        assertThat(hub.toString()).doesNotContain(hub.keyPem());
    }

    @Test
    void nothingThatIsPrintedShowsAKey() {
        assertThat(store.findAuthority().orElseThrow().toString()).doesNotContain("PRIVATE");
        assertThat(tokens.issue(TOKYO).toString()).doesNotContain("convoy-join");
    }

    private X509Certificate hubCertificate() {
        return authority.hubCertificates(List.of()).get().chain().getFirst();
    }
}
