package dev.convoy.control.access;

import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the credentials of a request into an identity. A token decides where both a token and a certificate are shown. */
public final class Authenticator {
    private static final String SCHEME = "bearer ";

    private final BearerTokens tokens;
    private final ClientCertificates certificates;

    public Authenticator(BearerTokens tokens, ClientCertificates certificates) {
        this.tokens = tokens;
        this.certificates = certificates;
    }

    /** Who it is, or why nobody. */
    public sealed interface Outcome {
        record Known(Identity identity) implements Outcome {}

        /** The sentence says what to do. */
        record Unknown(String sentence) implements Outcome {}
    }

    /**
     * Looks at both credentials.
     *
     * @param authorization the header of that name
     * @param certificate what the client presented in the handshake
     */
    public Outcome authenticate(@Nullable String authorization, @Nullable X509Certificate certificate) {
        if (authorization != null) {
            return authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                    ? known(
                            tokens.identify(
                                    authorization.substring(SCHEME.length()).strip()),
                            "The bearer token is wrong or was revoked. Use the kubeconfig that the hub wrote, or ask a fleet"
                                    + " admin for a new token.")
                    : new Outcome.Unknown(
                            "The header Authorization must read \"Bearer <token>\"; no other scheme is known here.");
        }
        if (certificate != null) {
            return known(
                    certificates.identify(certificate),
                    "The client certificate is not one of a member of this fleet, or was revoked. Ask a fleet admin for a"
                            + " new join token and join again.");
        }
        return new Outcome.Unknown(
                "No credential was sent. Send \"Authorization: Bearer <token>\" (the hub wrote an admin"
                        + " kubeconfig when it first started) or a member's client certificate.");
    }

    private static Outcome known(Optional<Identity> identity, String otherwise) {
        return identity.<Outcome>map(Outcome.Known::new).orElseGet(() -> new Outcome.Unknown(otherwise));
    }
}
