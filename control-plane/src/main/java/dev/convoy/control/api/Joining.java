package dev.convoy.control.api;

import dev.convoy.model.MemberId;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.OptionalInt;

/** How a cluster becomes a member: a token, given out once and good once, turns into a certificate of the fleet's own CA. */
public interface Joining {
    /** Every certificate and token of that name is void from now on: another member is about to bear it. */
    void revoke(MemberId member);

    /**
     * A new token for a registered member; those given out before stay what they are. Only its hash is kept.
     *
     * @throws dev.convoy.registry.member.JoinTokens.TooManyTokens where the member has enough of them unused
     */
    Token issue(MemberId member);

    /** Turns a proof and a request for a certificate into what the member's Envoys need. */
    Outcome join(Proof proof, Application application);

    /** To be shown once; {@code expires} as RFC 3339 writes it. Printing it shows no token. */
    record Token(String text, String expires) {
        @Override
        public String toString() {
            return "Token[not shown, expires " + expires + "]";
        }
    }

    /** Why somebody may have a certificate. */
    sealed interface Proof {
        /** The first time. Printing it shows no token. */
        record ByToken(String text) implements Proof {
            @Override
            public String toString() {
                return "ByToken[not shown]";
            }
        }

        /** Renews what the client showed in the handshake. */
        record ByCertificate(X509Certificate current) implements Proof {}
    }

    /** A request for a certificate (PKCS#10, PEM), and where Envoy is to answer its operator if not at the usual port. */
    record Application(String certificateRequest, OptionalInt adminPort) {}

    /** What became of it. */
    sealed interface Outcome {
        /** The files of the identity folder: text by relative path. */
        record Joined(MemberId member, Map<String, String> files) implements Outcome {
            public Joined {
                files = Map.copyOf(files);
            }
        }

        /** The sentence says what to do. */
        record Refused(String sentence) implements Outcome {}
    }
}
