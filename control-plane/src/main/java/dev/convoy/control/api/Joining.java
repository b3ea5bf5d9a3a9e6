package dev.convoy.control.api;

import dev.convoy.model.MemberId;
import java.util.Map;

/** How a cluster becomes a member: a token, given out once and good once, turns into a certificate of the fleet's own CA. */
public interface Joining {
    /** A new token for a registered member; those given out before stay what they are. Only its hash is kept. */
    Token issue(MemberId member);

    /** Turns a token and a request for a certificate (PKCS#10, PEM) into what the member's Envoys need. */
    Outcome join(String token, String certificateRequest);

    /** To be shown once; {@code expires} as RFC 3339 writes it. */
    record Token(String text, String expires) {}

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
