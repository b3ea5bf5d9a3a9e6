package dev.convoy.registry.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.registry.member.AccessTokens.AccessToken;
import dev.convoy.registry.member.AccessTokens.Bearer;
import dev.convoy.registry.member.AccessTokens.IssuedToken;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
    private final MovableClock clock = new MovableClock();
    private final InMemoryCredentialStore store = new InMemoryCredentialStore();
    private final AccessTokens tokens = new AccessTokens(store, clock);
    private final IssuedToken token = tokens.issue("alice", Role.FLEET_ADMIN, null);

    @Test
    void aTokenSaysWhoBearsIt() {
        assertThat(tokens.authenticate(token.text())).hasValue(new Bearer(token.id(), "alice", Role.FLEET_ADMIN));
    }

    @Test
    void noMutationOfATokenIsAccepted() {
        String text = token.text();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'a' ? 'b' : 'a';
            assertThat(tokens.authenticate(text.substring(0, i) + other + text.substring(i + 1)))
                    .isEmpty();
            assertThat(tokens.authenticate(text.substring(0, i) + text.substring(i + 1)))
                    .isEmpty();
        }
        assertThat(tokens.authenticate(text + "a")).isEmpty();
        assertThat(tokens.authenticate("")).isEmpty();
        assertThat(tokens.authenticate(text)).isPresent();
    }

    @Test
    void anExpiredTokenIsNobodys() {
        IssuedToken brief = tokens.issue("ci", Role.FLEET_ADMIN, clock.instant().plusSeconds(60));
        assertThat(tokens.authenticate(brief.text())).isPresent();
        clock.forward(Duration.ofSeconds(60));
        assertThat(tokens.authenticate(brief.text())).isEmpty();
    }

    @Test
    void aRevokedTokenEndsAtOnceHereAndWithinFiveSecondsOnOtherReplicas() {
        AccessTokens replica = new AccessTokens(store, clock);
        assertThat(replica.authenticate(token.text())).isPresent();
        assertThat(tokens.revoke(token.id())).isTrue();
        assertThat(tokens.revoke(token.id())).isFalse();
        assertThat(tokens.authenticate(token.text())).isEmpty();
        clock.forward(Duration.ofSeconds(5));
        assertThat(replica.authenticate(token.text())).isEmpty();
    }

    @Test
    void aNewTokenIsKnownAtOnceHereAndWithinFiveSecondsOnOtherReplicas() {
        AccessTokens replica = new AccessTokens(store, clock);
        assertThat(replica.authenticate(token.text())).isPresent();
        IssuedToken fresh = tokens.issue("bob", Role.FLEET_ADMIN, null);
        assertThat(tokens.authenticate(fresh.text())).isPresent();
        clock.forward(Duration.ofSeconds(5));
        assertThat(replica.authenticate(fresh.text())).isPresent();
    }

    @Test
    void neitherListsNorPrintsNorTheStoreShowASecret() {
        String secret = token.text().substring(token.text().lastIndexOf('.') + 1);
        assertThat(tokens.list()).extracting(AccessToken::subject).containsExactly("alice");
        assertThat(tokens.list().toString()).doesNotContain(secret);
        assertThat(token.toString()).doesNotContain(secret);
        assertThat(store.accessTokens().toString()).doesNotContain(secret);
    }
}
