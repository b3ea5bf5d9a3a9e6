package dev.convoy.registry.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.MemberId;
import dev.convoy.registry.member.CredentialStore.AccessTokenRecord;
import dev.convoy.registry.member.CredentialStore.AuthorityKeys;
import dev.convoy.registry.member.CredentialStore.JoinTokenRecord;
import dev.convoy.registry.member.CredentialStore.Revocations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store of credentials keeps to. */
abstract class CredentialStoreContract {
    private static final MemberId TOKYO = new MemberId("tokyo");
    private static final MemberId OSAKA = new MemberId("osaka");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(3600);
    private static final Instant FAR = Instant.parse("2099-01-01T00:00:00Z");

    /** An empty one. */
    abstract CredentialStore store();

    private static JoinTokenRecord joinToken(String id, MemberId member, Instant expires) {
        return new JoinTokenRecord(id, member, "default", "hash-" + id, expires, null);
    }

    private static AccessTokenRecord accessToken(String id, @Nullable Instant expires) {
        return new AccessTokenRecord(id, "alice", Role.FLEET_ADMIN, "hash-" + id, NOW, expires);
    }

    @Test
    void theFirstAuthorityStays() {
        CredentialStore store = store();
        assertThat(store.findAuthority()).isEmpty();
        AuthorityKeys first = new AuthorityKeys("certificate 1", "key 1");
        assertThat(store.adoptAuthority(first)).isEqualTo(first);
        assertThat(store.adoptAuthority(new AuthorityKeys("certificate 2", "key 2")))
                .isEqualTo(first);
        assertThat(store.findAuthority()).hasValue(first);
    }

    @Test
    void revocationsAddUp() {
        CredentialStore store = store();
        assertThat(store.revocations()).isEqualTo(Revocations.NONE);
        store.revokeCertificate("a1", FAR);
        store.revokeCertificate("a1", FAR);
        store.revokeCertificate("b2", FAR);
        store.revokeMember(TOKYO);
        store.revokeMember(TOKYO);
        store.revokeMember(OSAKA);
        assertThat(store.revocations()).isEqualTo(new Revocations(Map.of(TOKYO, 2, OSAKA, 1), Set.of("a1", "b2")));
    }

    @Test
    void aJoinTokenIsFoundAsItWasPut() {
        CredentialStore store = store();
        JoinTokenRecord token = joinToken("t1", TOKYO, LATER);
        store.putJoinToken(token, NOW);
        assertThat(store.findJoinToken("t1")).hasValue(token);
        assertThat(store.findJoinToken("t2")).isEmpty();
    }

    @Test
    void aJoinTokenIsSpentOnceAndStaysKnownAsUsed() {
        CredentialStore store = store();
        store.putJoinToken(joinToken("t1", TOKYO, LATER), NOW);
        assertThat(store.openJoinTokens(TOKYO, NOW)).isEqualTo(1);
        assertThat(store.useJoinToken("t1", NOW)).hasValue(0);
        assertThat(store.useJoinToken("t1", LATER)).isEmpty();
        assertThat(store.useJoinToken("t2", NOW)).isEmpty();
        assertThat(store.findJoinToken("t1").map(JoinTokenRecord::used)).isEqualTo(Optional.of(NOW));
        assertThat(store.openJoinTokens(TOKYO, NOW)).isZero();
    }

    @Test
    void ofManyWhoSpendATokenAtOnceOneSucceeds() throws InterruptedException, ExecutionException {
        CredentialStore store = store();
        store.putJoinToken(joinToken("t1", TOKYO, LATER), NOW);
        List<Callable<Boolean>> attempts = IntStream.range(0, 16)
                .<Callable<Boolean>>mapToObj(
                        _ -> () -> store.useJoinToken("t1", NOW).isPresent())
                .toList();
        int spent = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> answer : threads.invokeAll(attempts)) {
                spent += answer.get() ? 1 : 0;
            }
        }
        assertThat(spent).isEqualTo(1);
    }

    @Test
    void revokingAMemberVoidsItsUnusedTokensAndBeginsAnEpoch() {
        CredentialStore store = store();
        store.putJoinToken(joinToken("t1", TOKYO, LATER), NOW);
        store.putJoinToken(joinToken("o1", OSAKA, LATER), NOW);
        store.revokeMember(TOKYO);
        assertThat(store.useJoinToken("t1", NOW)).isEmpty();
        assertThat(store.useJoinToken("o1", NOW)).hasValue(0);
        store.putJoinToken(joinToken("t2", TOKYO, LATER), NOW);
        assertThat(store.useJoinToken("t2", NOW)).hasValue(1);
    }

    @Test
    void longExpiredJoinTokensAreForgotten() {
        CredentialStore store = store();
        store.putJoinToken(joinToken("t1", TOKYO, NOW), NOW);
        assertThat(store.openJoinTokens(TOKYO, NOW)).isZero();
        store.putJoinToken(joinToken("t2", TOKYO, LATER), NOW.plusSeconds(1));
        assertThat(store.findJoinToken("t1")).isEmpty();
        assertThat(store.findJoinToken("t2")).isPresent();
    }

    @Test
    void accessTokensAreListedAndRevoked() {
        CredentialStore store = store();
        AccessTokenRecord forEver = accessToken("a1", null);
        AccessTokenRecord forAWhile = accessToken("a2", LATER);
        store.putAccessToken(forEver);
        store.putAccessToken(forAWhile);
        assertThat(store.accessTokens()).containsExactly(forEver, forAWhile);
        assertThat(store.revokeAccessToken("a1")).isTrue();
        assertThat(store.revokeAccessToken("a1")).isFalse();
        assertThat(store.accessTokens()).containsExactly(forAWhile);
    }
}
