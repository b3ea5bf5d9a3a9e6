package dev.convoy.registry.member;

import dev.convoy.registry.member.Certificates.Signer;
import dev.convoy.registry.member.Certificates.Term;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;

/** The hub's certificate and its key, made anew by the first handshake after two thirds of its life. */
final class HubKeys extends X509ExtendedKeyManager {
    /** The name that Envoys and the join look for, whatever address they dial. */
    private static final String HUB = "hub.fleet.convoy.dev";

    private static final Duration LIFETIME = Duration.ofDays(7);
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final Signer signer;
    private final List<GeneralName> names;
    private final InstantSource clock;
    private Entry current;
    /** For handshakes that were under way when the current one was made. */
    private Entry previous;

    private record Entry(String alias, X509Certificate certificate, PrivateKey key, Instant renewal) {
        @Override
        public String toString() {
            return "Entry[" + alias + ", key not shown]";
        }
    }

    HubKeys(Signer signer, Collection<String> names, InstantSource clock) {
        this.signer = signer;
        this.names = Stream.concat(Stream.of(HUB), names.stream())
                .distinct()
                .map(HubKeys::generalName)
                .toList();
        this.clock = clock;
        this.current = make();
        this.previous = current;
    }

    private static GeneralName generalName(String name) {
        try {
            return new GeneralName(
                    GeneralName.iPAddress, InetAddress.ofLiteral(name).getHostAddress());
        } catch (IllegalArgumentException _) {
            return new GeneralName(GeneralName.dNSName, name);
        }
    }

    private Entry make() {
        Instant now = clock.instant();
        KeyPair keys = Certificates.newKeyPair();
        Term term = new Term(Serial.next(0, Secrets.random()), now.minus(SKEW), now.plus(LIFETIME));
        X509Certificate certificate = Certificates.hub(signer, keys.getPublic(), term, names);
        return new Entry(
                Serial.hex(term.serial()),
                certificate,
                keys.getPrivate(),
                now.plus(LIFETIME.multipliedBy(2).dividedBy(3)));
    }

    private synchronized Entry current() {
        if (!clock.instant().isBefore(current.renewal())) {
            previous = current;
            current = make();
        }
        return current;
    }

    private synchronized @Nullable Entry named(String alias) {
        return alias.equals(current.alias()) ? current : alias.equals(previous.alias()) ? previous : null;
    }

    private @Nullable String alias(String keyType) {
        return keyType.equals("EC") ? current().alias() : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Entry entry = named(alias);
        return entry == null ? null : new X509Certificate[] {entry.certificate(), signer.certificate()};
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Entry entry = named(alias);
        return entry == null ? null : entry.key();
    }

    /** The hub is nobody's TLS client. */
    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
