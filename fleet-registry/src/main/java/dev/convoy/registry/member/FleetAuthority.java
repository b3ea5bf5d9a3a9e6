package dev.convoy.registry.member;

import dev.convoy.model.MemberId;
import dev.convoy.registry.member.Certificates.Signer;
import dev.convoy.registry.member.Certificates.Term;
import dev.convoy.registry.member.CredentialStore.AuthorityKeys;
import dev.convoy.registry.member.CredentialStore.Revocations;
import dev.convoy.registry.store.StoreException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's own CA: it signs for the hub and for the members' gateways, and says who a peer is. A certificate names one member; what
 * its holder asked for never decides which. Safe for use by many threads; issuing and revoking block.
 */
public final class FleetAuthority implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FleetAuthority.class);
    private static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3_650);
    /** A peer's clock may be behind. */
    static final Duration SKEW = Duration.ofMinutes(5);
    /** Every replica knows of a revocation within 5 s, also when one look fails. */
    private static final Duration POLL = Duration.ofSeconds(2);

    private static final String CLIENT_USE = "1.3.6.1.5.5.7.3.2";
    private static final int URI_NAME = 6;

    private final CredentialStore store;
    private final Signer signer;
    private final String caPem;
    private final Duration memberLifetime;
    private final InstantSource clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Thread poller = Thread.ofVirtual().name("convoy-revocations").unstarted(this::follow);
    private volatile boolean closed;
    private volatile Revocations revocations;

    private FleetAuthority(
            CredentialStore store, Signer signer, String caPem, Duration memberLifetime, InstantSource clock) {
        this.store = store;
        this.signer = signer;
        this.caPem = caPem;
        this.memberLifetime = memberLifetime;
        this.clock = clock;
        this.revocations = store.revocations();
    }

    /** Opens the CA that the store keeps, or creates it on the fleet's first start. Then follows revocations until closed. */
    public static FleetAuthority open(CredentialStore store, Duration memberLifetime, InstantSource clock) {
        AuthorityKeys keys = store.findAuthority().orElseGet(() -> store.adoptAuthority(create(clock.instant())));
        FleetAuthority authority =
                new FleetAuthority(store, signer(keys), keys.certificatePem(), memberLifetime, clock);
        authority.poller.start();
        return authority;
    }

    private static AuthorityKeys create(Instant now) {
        KeyPair keys = Certificates.newKeyPair();
        Term term = new Term(Serial.next(0, Secrets.random()), now.minus(SKEW), now.plus(AUTHORITY_LIFETIME));
        Signer signer = Certificates.authority(keys, term);
        return new AuthorityKeys(
                pem(signer.certificate()),
                Pem.write("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    private static Signer signer(AuthorityKeys keys) {
        try {
            return new Signer(Pem.certificate(keys.certificatePem()), Pem.ecKey(keys.privateKeyPem()));
        } catch (GeneralSecurityException | IOException broken) {
            // Without the cause: its message may quote the key.
            throw new IllegalStateException("the CA in the database cannot be read ("
                    + broken.getClass().getSimpleName() + "); restore the database from a backup");
        }
    }

    /** The CA's certificate, which everybody who talks to the hub or to a gateway trusts. */
    public String caPem() {
        return caPem;
    }

    /** SHA-256 of the CA's certificate, in hex: what a newcomer pins. */
    public String fingerprint() {
        try {
            return Secrets.sha256(signer.certificate().getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("the CA's certificate has no encoding", impossible);
        }
    }

    /** The CA's certificate, for servers whose clients must show one of its own. */
    public X509Certificate caCertificate() {
        return signer.certificate();
    }

    /**
     * The hub's own certificate for its servers: short-lived, so ask for it whenever a connection begins.
     *
     * @param names the host names and IP addresses under which the hub is reached
     */
    public Supplier<HubCertificate> hubCertificates(Collection<String> names) {
        return new HubCertificates(signer, names, clock);
    }

    /** Whose certificate that is; nobody's where another CA signed it, it is expired or revoked, or it is not for clients. */
    public Optional<PeerIdentity> identify(X509Certificate certificate) {
        try {
            certificate.verify(signer.certificate().getPublicKey());
            certificate.checkValidity(Date.from(clock.instant()));
            List<String> uses = certificate.getExtendedKeyUsage();
            Spiffe name = soleName(certificate);
            if (name == null || uses == null || !uses.contains(CLIENT_USE) || certificate.getBasicConstraints() >= 0) {
                return Optional.empty();
            }
            PeerIdentity identity = identity(name, certificate);
            boolean revoked = revocations.serials().contains(identity.serial())
                    || Serial.epoch(certificate.getSerialNumber()) < revocations.epoch(name.member());
            return revoked ? Optional.empty() : Optional.of(identity);
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private static @Nullable Spiffe soleName(X509Certificate certificate) throws GeneralSecurityException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null || names.size() != 1) {
            return null;
        }
        List<?> only = names.iterator().next();
        return only.getFirst().equals(URI_NAME) && only.getLast() instanceof String uri ? Spiffe.parse(uri) : null;
    }

    /** A new certificate for who still has a valid one. */
    public Issuance renew(X509Certificate current, String csrPem) {
        Optional<PeerIdentity> identity = identify(current);
        if (identity.isEmpty()) {
            return new Issuance.Refused(
                    "The client certificate is expired, revoked or not of this fleet, so it cannot renew."
                            + " Ask a fleet admin for a new join token and join again.");
        }
        try {
            SigningRequest request = SigningRequest.parse(csrPem);
            Spiffe name = new Spiffe(identity.get().member(), identity.get().pool());
            // The old epoch, so that a revocation which is just happening holds for the new certificate too.
            return sign(request.key(), name, Serial.epoch(current.getSerialNumber()));
        } catch (SigningRequest.Unusable unusable) {
            return new Issuance.Refused(unusable.sentence());
        }
    }

    Issuance.Issued sign(PublicKey key, Spiffe name, int epoch) {
        Instant now = clock.instant();
        Term term = new Term(Serial.next(epoch, Secrets.random()), now.minus(SKEW), now.plus(memberLifetime));
        X509Certificate certificate = Certificates.member(signer, key, term, name);
        return new Issuance.Issued(identity(name, certificate), pem(certificate));
    }

    private static PeerIdentity identity(Spiffe name, X509Certificate certificate) {
        return new PeerIdentity(
                name.member(),
                name.pool(),
                Serial.hex(certificate.getSerialNumber()),
                certificate.getNotAfter().toInstant());
    }

    /** Voids one certificate. */
    public void revoke(PeerIdentity identity) {
        store.revokeCertificate(identity.serial(), identity.expires());
        refresh();
    }

    /** Voids every certificate and unused join token of a member. It may join again with a token issued from now on. */
    public void revoke(MemberId member) {
        store.revokeMember(member);
        refresh();
    }

    /** Calls back whenever something was revoked, here or by another replica: time to look again who is connected. */
    public void onRevocation(Runnable listener) {
        listeners.add(listener);
    }

    private void follow() {
        while (!closed) {
            try {
                Thread.sleep(POLL);
                poll();
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void poll() {
        try {
            refresh();
        } catch (StoreException unavailable) {
            LOG.debugf("revocations stay as they are: %s", unavailable.getMessage());
        } catch (RuntimeException broken) {
            LOG.error("revocations could not be read", broken);
        }
    }

    /** One at a time, so that an older answer cannot replace a newer one. */
    private synchronized void refresh() {
        Revocations now = store.revocations();
        if (!now.equals(revocations)) {
            revocations = now;
            listeners.forEach(Runnable::run);
        }
    }

    static String pem(X509Certificate certificate) {
        try {
            return Pem.write("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate has no encoding", impossible);
        }
    }

    @Override
    public void close() {
        closed = true;
        poller.interrupt();
    }
}
