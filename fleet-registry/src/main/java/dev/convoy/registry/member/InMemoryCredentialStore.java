package dev.convoy.registry.member;

import dev.convoy.model.MemberId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps credentials for as long as it lives: for tests. */
public final class InMemoryCredentialStore implements CredentialStore {
    private @Nullable AuthorityKeys authority;
    private final Map<MemberId, Integer> epochs = new HashMap<>();
    private final Set<String> serials = new HashSet<>();
    private final Map<String, JoinTokenRecord> joinTokens = new HashMap<>();
    private final Map<String, AccessTokenRecord> accessTokens = new TreeMap<>();

    @Override
    public synchronized Optional<AuthorityKeys> findAuthority() {
        return Optional.ofNullable(authority);
    }

    @Override
    public synchronized AuthorityKeys adoptAuthority(AuthorityKeys candidate) {
        if (authority == null) {
            authority = candidate;
        }
        return authority;
    }

    @Override
    public synchronized Revocations revocations() {
        return new Revocations(epochs, serials);
    }

    @Override
    public synchronized void revokeCertificate(String serial, Instant expires) {
        serials.add(serial);
    }

    @Override
    public synchronized void revokeMember(MemberId member) {
        epochs.merge(member, 1, Integer::sum);
        joinTokens.values().removeIf(token -> token.member().equals(member) && token.used() == null);
    }

    @Override
    public synchronized void putJoinToken(JoinTokenRecord token, Instant forgetBefore) {
        joinTokens.values().removeIf(old -> old.expires().isBefore(forgetBefore));
        joinTokens.put(token.id(), token);
    }

    @Override
    public synchronized Optional<JoinTokenRecord> findJoinToken(String id) {
        return Optional.ofNullable(joinTokens.get(id));
    }

    @Override
    public synchronized int openJoinTokens(MemberId member, Instant now) {
        return (int) joinTokens.values().stream()
                .filter(token -> token.member().equals(member) && token.used() == null && now.isBefore(token.expires()))
                .count();
    }

    @Override
    public synchronized Optional<Integer> useJoinToken(String id, Instant now) {
        JoinTokenRecord token = joinTokens.get(id);
        if (token == null || token.used() != null) {
            return Optional.empty();
        }
        joinTokens.put(
                id, new JoinTokenRecord(id, token.member(), token.pool(), token.secretHash(), token.expires(), now));
        return Optional.of(epochs.getOrDefault(token.member(), 0));
    }

    @Override
    public synchronized void putAccessToken(AccessTokenRecord token) {
        accessTokens.put(token.id(), token);
    }

    @Override
    public synchronized List<AccessTokenRecord> accessTokens() {
        return List.copyOf(accessTokens.values());
    }

    @Override
    public synchronized boolean revokeAccessToken(String id) {
        return accessTokens.remove(id) != null;
    }
}
