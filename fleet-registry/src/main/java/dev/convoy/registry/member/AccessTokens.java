package dev.convoy.registry.member;

import dev.convoy.registry.member.CredentialStore.AccessTokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens for people and pipelines. Only their hashes are kept. A look-up may be a few seconds old, so a revoked token ends within
 * five. All methods may block.
 */
public final class AccessTokens {
    private static final Pattern FORM = Pattern.compile("convoy-token\\.([0-9a-f]{12})\\.([A-Za-z0-9_-]{43})");
    private static final Duration STALE = Duration.ofSeconds(3);
    /** Guessed ids must not fill the memory. */
    private static final int MOST_CACHED = 10_000;

    private final CredentialStore store;
    private final InstantSource clock;
    private final Map<String, Lookup> cache = new ConcurrentHashMap<>();

    private record Lookup(@Nullable AccessTokenRecord token, Instant when) {}

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
        cache.remove(id);
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

    private @Nullable AccessTokenRecord lookUp(String id, Instant now) {
        Lookup known = cache.get(id);
        if (known != null && now.isBefore(known.when().plus(STALE))) {
            return known.token();
        }
        Lookup fresh = new Lookup(store.findAccessToken(id).orElse(null), now);
        if (cache.size() >= MOST_CACHED) {
            cache.clear();
        }
        cache.put(id, fresh);
        return fresh.token();
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
        cache.remove(id);
        return revoked;
    }
}
