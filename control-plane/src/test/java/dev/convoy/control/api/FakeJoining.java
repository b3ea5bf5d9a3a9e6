package dev.convoy.control.api;

import dev.convoy.model.MemberId;
import java.util.HashMap;
import java.util.Map;

/** Tokens that are counted, and a certificate that is none. */
final class FakeJoining implements Joining {
    private final Map<String, MemberId> open = new HashMap<>();
    private int issued;

    @Override
    public Token issue(MemberId member) {
        String token = "join-" + ++issued;
        open.put(token, member);
        return new Token(token, "2026-11-26T00:00:00Z");
    }

    @Override
    public Outcome join(String token, String certificateRequest) {
        MemberId member = open.remove(token);
        return member == null
                ? new Outcome.Refused("The join token was used before.")
                : new Outcome.Joined(member, Map.of("tls.crt", "certificate for " + certificateRequest));
    }
}
