package dev.convoy.registry.member;

import dev.convoy.registry.member.CredentialStore.AccessTokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens for people and pipelines. Only their hashes are kept. What is known of them may be a few seconds old, so a token that
 * another replica revokes ends within five, and one that it issues is known within five. All methods may block.
 */
public final class AccessTokens {
    private static final Pattern FORM = Pattern.compile("convoy-token\\.([0-9a-f]{12})\\.([A-Za-z0-9_-]{43})");
    private static final Duration STALE = Duration.ofSeconds(3);

    private final CredentialStore store;
    private final InstantSource clock;
    private @Nullable Known known;

    /** All tokens there are, so that a stranger's guess costs the store nothing. */
    private record Known(Map<String, AccessTokenRecord> byId, Instant when) {}

    public AccessTokens(CredentialStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Who bears a token. */
    public record Bearer(String tokenId, String subject, Role role) {}

    /** A fresh token, to be shown once. Printing it never shows the secret. */
    public record IssuedToken(String id, String text) {
        @Override
        public String toString() {
            return "IssuedToken[" + id + "]";
        }
    }

    /** A token as a list shows it. */
    public record AccessToken(
            String id,
            String subject,
            Role role,
            Instant created,
            @Nullable Instant expires) {}

    /**
     * A new token for somebody.
     *
     * @param expires null for never
     */
    public IssuedToken issue(String subject, Role role, @Nullable Instant expires) {
        String id = Secrets.id();
        String secret = Secrets.secret();
        Instant created = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        store.putAccessToken(new AccessTokenRecord(id, subject, role, Secrets.sha256(secret), created, expires));
        forget();
        return new IssuedToken(id, "convoy-token." + id + "." + secret);
    }

    /** Nobody where the token is wrong, expired or revoked. */
    public Optional<Bearer> authenticate(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return Optional.ofNullable(lookUp(form.group(1), now))
                .filter(token -> Secrets.matches(form.group(2), token.secretHash()))
                .filter(token -> token.expires() == null || now.isBefore(token.expires()))
                .map(token -> new Bearer(token.id(), token.subject(), token.role()));
    }

    private synchronized @Nullable AccessTokenRecord lookUp(String id, Instant now) {
        Known latest = known;
        if (latest == null || !now.isBefore(latest.when().plus(STALE))) {
            latest = new Known(
                    store.accessTokens().stream().collect(Collectors.toMap(AccessTokenRecord::id, Function.identity())),
                    now);
            known = latest;
        }
        return latest.byId().get(id);
    }

    private synchronized void forget() {
        known = null;
    }

    /** Those that are not revoked. */
    public List<AccessToken> list() {
        return store.accessTokens().stream()
                .map(token ->
                        new AccessToken(token.id(), token.subject(), token.role(), token.created(), token.expires()))
                .toList();
    }

    /** Voids a token, and says whether there was one. */
    public boolean revoke(String id) {
        boolean revoked = store.revokeAccessToken(id);
        forget();
        return revoked;
    }
}
