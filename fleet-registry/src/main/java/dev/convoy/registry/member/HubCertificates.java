package dev.convoy.registry.member;

import dev.convoy.model.FleetNames;
import dev.convoy.registry.member.Certificates.Signer;
import dev.convoy.registry.member.Certificates.Term;
import java.net.InetAddress;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;

/** The hub's certificate, made anew for the first who asks after two thirds of its life. */
final class HubCertificates implements Supplier<HubCertificate> {
    private static final Duration LIFETIME = Duration.ofDays(7);
    private static final Duration UNTIL_RENEWAL = LIFETIME.multipliedBy(2).dividedBy(3);

    private final Signer signer;
    private final List<GeneralName> names;
    private final InstantSource clock;
    private HubCertificate current;
    private Instant renewal;

    HubCertificates(Signer signer, Collection<String> names, InstantSource clock) {
        this.signer = signer;
        this.names = Stream.concat(Stream.of(FleetNames.HUB), names.stream())
                .distinct()
                .map(HubCertificates::generalName)
                .toList();
        this.clock = clock;
        this.renewal = clock.instant().plus(UNTIL_RENEWAL);
        this.current = make(clock.instant());
    }

    private static GeneralName generalName(String name) {
        try {
            return new GeneralName(
                    GeneralName.iPAddress, InetAddress.ofLiteral(name).getHostAddress());
        } catch (IllegalArgumentException _) {
            return new GeneralName(GeneralName.dNSName, name);
        }
    }

    @Override
    public synchronized HubCertificate get() {
        Instant now = clock.instant();
        if (!now.isBefore(renewal)) {
            current = make(now);
            renewal = now.plus(UNTIL_RENEWAL);
        }
        return current;
    }

    private HubCertificate make(Instant now) {
        KeyPair keys = Certificates.newKeyPair();
        Term term = new Term(Serial.next(0, Secrets.random()), now.minus(FleetAuthority.SKEW), now.plus(LIFETIME));
        X509Certificate certificate = Certificates.hub(signer, keys.getPublic(), term, names);
        return new HubCertificate(keys.getPrivate(), List.of(certificate, signer.certificate()));
    }
}
