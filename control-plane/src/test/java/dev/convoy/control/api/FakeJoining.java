package dev.convoy.control.api;

import dev.convoy.model.MemberId;
import java.util.HashMap;
import java.util.Map;

/** Tokens that are counted, and a certificate that is none. */
final class FakeJoining implements Joining {
    private final Map<String, MemberId> open = new HashMap<>();
    private int issued;

    @Override
    public void revoke(MemberId member) {
        open.values().removeIf(member::equals);
    }

    @Override
    public Token issue(MemberId member) {
        String token = "join-" + ++issued;
        open.put(token, member);
        return new Token(token, "2026-11-26T00:00:00Z");
    }

    @Override
    public Outcome join(Proof proof, Application application) {
        return switch (proof) {
            case Proof.ByToken(String token) -> {
                MemberId member = open.remove(token);
                yield member == null
                        ? new Outcome.Refused("The join token was used before.")
                        : joined(member, application);
            }
            case Proof.ByCertificate _ -> joined(new MemberId("renewed"), application);
        };
    }

    private static Outcome joined(MemberId member, Application application) {
        return new Outcome.Joined(
                member,
                Map.of(
                        "tls.crt", "certificate for " + application.certificateRequest(),
                        "envoy.yaml", "admin at " + application.adminPort().orElse(9901)));
    }
}
