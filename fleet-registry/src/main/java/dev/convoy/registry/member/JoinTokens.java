package dev.convoy.registry.member;

import dev.convoy.model.MemberId;
import dev.convoy.registry.member.CredentialStore.JoinTokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One-time tokens with which a member's gateway joins the fleet. A token names one member, is good once and for a short time, and carries
 * the fingerprint of the CA, so that its bearer knows the right hub on first contact. Only its hash is kept. All methods block.
 */
public final class JoinTokens {
    private static final Pattern FORM =
            Pattern.compile("convoy-join\\.([0-9a-f]{12})\\.([A-Za-z0-9_-]{43})\\.([0-9a-f]{64})");
    private static final int MOST_OPEN = 20;
    /** Whoever comes with an expired token is told so for this long; afterwards it is unknown. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private static final String ASK = " Ask a fleet admin for a new one.";
    private static final Issuance.Refused INVALID = new Issuance.Refused("The join token is not valid here." + ASK);

    private final CredentialStore store;
    private final FleetAuthority authority;
    private final Duration validity;
    private final InstantSource clock;

    /** @param validity how long a token may wait for its use */
    public JoinTokens(CredentialStore store, FleetAuthority authority, Duration validity, InstantSource clock) {
        this.store = store;
        this.authority = authority;
        this.validity = validity;
        this.clock = clock;
    }

    /** A fresh token, to be shown once. Printing it never shows the secret. */
    public record JoinToken(String id, String text, Instant expires) {
        @Override
        public String toString() {
            return "JoinToken[" + id + ", expires " + expires + "]";
        }
    }

    /**
     * A token for the default pool of a member.
     *
     * @throws TooManyTokens where the member has enough of them waiting
     */
    public JoinToken issue(MemberId member) {
        return issue(member, PeerIdentity.DEFAULT_POOL);
    }

    public JoinToken issue(MemberId member, String pool) {
        new Spiffe(member, pool).uri();
        Instant now = clock.instant();
        if (store.openJoinTokens(member, now) >= MOST_OPEN) {
            throw new TooManyTokens(member);
        }
        String id = Secrets.id();
        String secret = Secrets.secret();
        Instant expires = now.plus(validity).truncatedTo(ChronoUnit.SECONDS);
        store.putJoinToken(
                new JoinTokenRecord(id, member, pool, Secrets.sha256(secret), expires, null), now.minus(REMEMBERED));
        return new JoinToken(id, "convoy-join." + id + "." + secret + "." + authority.fingerprint(), expires);
    }

    /**
     * Spends a token for a certificate. A request that cannot be signed does not spend it. Only who knows the secret learns whether the
     * token was used or is expired.
     */
    public Issuance redeem(String text, String csrPem) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return new Issuance.Refused("That is not a join token, or not the whole of it: one has four parts with dots"
                    + " between them and begins with \"convoy-join.\".");
        }
        if (!form.group(3).equals(authority.fingerprint())) {
            return new Issuance.Refused("The join token is of another fleet. Use it with the hub that issued it.");
        }
        Optional<JoinTokenRecord> found =
                store.findJoinToken(form.group(1)).filter(token -> Secrets.matches(form.group(2), token.secretHash()));
        return found.isEmpty() ? INVALID : redeem(found.get(), csrPem);
    }

    private Issuance redeem(JoinTokenRecord token, String csrPem) {
        Instant now = clock.instant();
        if (token.used() != null) {
            return used(token.used());
        }
        if (!now.isBefore(token.expires())) {
            return new Issuance.Refused("The join token expired at " + token.expires() + "." + ASK);
        }
        try {
            SigningRequest request = SigningRequest.parse(csrPem);
            return store.useJoinToken(token.id(), now)
                    .<Issuance>map(
                            epoch -> authority.sign(request.key(), new Spiffe(token.member(), token.pool()), epoch))
                    .orElseGet(() -> used(now));
        } catch (SigningRequest.Unusable unusable) {
            return new Issuance.Refused(unusable.sentence() + " The join token was not spent.");
        }
    }

    private static Issuance used(Instant when) {
        return new Issuance.Refused("The join token was used before, at " + when.truncatedTo(ChronoUnit.SECONDS)
                + "; one token is good for one join. If that was not you, delete the Membership." + ASK);
    }

    /** The member has enough unused tokens. */
    public static final class TooManyTokens extends RuntimeException {
        TooManyTokens(MemberId member) {
            super("Member " + member + " has " + MOST_OPEN
                    + " unused join tokens already; use one of them, or wait until they expire.");
        }
    }
}
