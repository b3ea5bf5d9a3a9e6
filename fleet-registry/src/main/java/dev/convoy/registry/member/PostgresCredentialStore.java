package dev.convoy.registry.member;

import dev.convoy.model.MemberId;
import dev.convoy.registry.encryption.Encryption;
import dev.convoy.registry.store.Transactions;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/**
 * The credentials in PostgreSQL, for any number of replicas. Written in SQL, because what matters here is what a single statement
 * decides: the first CA stays, a token is spent once.
 */
public final class PostgresCredentialStore implements CredentialStore {
    private static final String JOIN_TOKEN = "select id, member, pool, secret_hash, expires, used from join_tokens";
    private static final String ACCESS_TOKENS =
            "select id, subject, role, secret_hash, created, expires from access_tokens order by id";

    private final Transactions transactions;
    private final Encryption encryption;

    public PostgresCredentialStore(Transactions transactions, Encryption encryption) {
        this.transactions = transactions;
        this.encryption = encryption;
    }

    @Override
    public Optional<AuthorityKeys> findAuthority() {
        return transactions.run(PostgresCredentialStore::readAuthority).map(this::opened);
    }

    @Override
    public AuthorityKeys adoptAuthority(AuthorityKeys candidate) {
        byte[] sealed = encryption.seal(
                candidate.privateKeyPem().getBytes(StandardCharsets.UTF_8), place(candidate.certificatePem()));
        return transactions
                .run(session -> session.createNativeQuery(
                                "insert into authority (certificate, sealed_key) values (:certificate, :key) on conflict do nothing")
                        .setParameter("certificate", candidate.certificatePem())
                        .setParameter("key", sealed)
                        .executeUpdate()
                        .chain(() -> readAuthority(session)))
                .map(this::opened)
                .orElseThrow();
    }

    private static Uni<Optional<Object[]>> readAuthority(StatelessSession session) {
        return session.createNativeQuery("select certificate, sealed_key from authority", Object[].class)
                .getResultList()
                .map(rows -> rows.stream().findFirst());
    }

    private AuthorityKeys opened(Object[] row) {
        String certificate = (String) row[0];
        byte[] key = encryption.open((byte[]) row[1], place(certificate));
        return new AuthorityKeys(certificate, new String(key, StandardCharsets.UTF_8));
    }

    private static String place(String certificatePem) {
        return "authority/" + Secrets.sha256(certificatePem);
    }

    @Override
    public Revocations revocations() {
        return transactions.run(session -> session.createNativeQuery(
                        "select member, epoch, null from member_epochs union all"
                                + " select null, null, serial from revoked_certificates",
                        Object[].class)
                .getResultList()
                .map(PostgresCredentialStore::revocations));
    }

    private static Revocations revocations(List<Object[]> rows) {
        Map<MemberId, Integer> epochs = new HashMap<>();
        Set<String> serials = new HashSet<>();
        for (Object[] row : rows) {
            if (row[2] == null) {
                epochs.put(new MemberId((String) row[0]), ((Number) row[1]).intValue());
            } else {
                serials.add((String) row[2]);
            }
        }
        return new Revocations(epochs, serials);
    }

    @Override
    public void revokeCertificate(String serial, Instant expires) {
        transactions.run(session -> session.createNativeQuery("delete from revoked_certificates where expires < now()")
                .executeUpdate()
                .chain(() -> session.createNativeQuery(
                                "insert into revoked_certificates (serial, expires) values (:serial, :expires) on conflict do nothing")
                        .setParameter("serial", serial)
                        .setParameter("expires", expires)
                        .executeUpdate()));
    }

    /** A join that is just spending its token either finds it gone, or was given the epoch that ends here. */
    @Override
    public void revokeMember(MemberId member) {
        transactions.run(session -> session.createNativeQuery(
                        "insert into member_epochs (member, epoch) values (:member, 1)"
                                + " on conflict (member) do update set epoch = member_epochs.epoch + 1")
                .setParameter("member", member.name())
                .executeUpdate()
                .chain(() -> session.createNativeQuery(
                                "delete from join_tokens where member = :member and used is null")
                        .setParameter("member", member.name())
                        .executeUpdate()));
    }

    @Override
    public void putJoinToken(JoinTokenRecord token, Instant forgetBefore) {
        transactions.run(session -> session.createNativeQuery("delete from join_tokens where expires < :before")
                .setParameter("before", forgetBefore)
                .executeUpdate()
                .chain(() -> session.createNativeQuery(
                                "insert into join_tokens (id, member, pool, secret_hash, expires)"
                                        + " values (:id, :member, :pool, :hash, :expires)")
                        .setParameter("id", token.id())
                        .setParameter("member", token.member().name())
                        .setParameter("pool", token.pool())
                        .setParameter("hash", token.secretHash())
                        .setParameter("expires", token.expires())
                        .executeUpdate()));
    }

    @Override
    public Optional<JoinTokenRecord> findJoinToken(String id) {
        return transactions.run(session -> session.createNativeQuery(JOIN_TOKEN + " where id = :id", Object[].class)
                .setParameter("id", id)
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(PostgresCredentialStore::joinToken)));
    }

    private static JoinTokenRecord joinToken(Object[] row) {
        return new JoinTokenRecord(
                (String) row[0],
                new MemberId((String) row[1]),
                (String) row[2],
                (String) row[3],
                instant(row[4]),
                row[5] == null ? null : instant(row[5]));
    }

    private static Instant instant(Object column) {
        return ((OffsetDateTime) column).toInstant();
    }

    @Override
    public int openJoinTokens(MemberId member, Instant now) {
        return transactions.run(session -> session.createNativeQuery(
                        "select count(*) from join_tokens where member = :member and used is null and expires > :now",
                        Long.class)
                .setParameter("member", member.name())
                .setParameter("now", now)
                .getSingleResult()
                .map(Math::toIntExact));
    }

    @Override
    public Optional<Integer> useJoinToken(String id, Instant now) {
        return transactions.run(session -> session.createNativeQuery(
                        "update join_tokens set used = :now where id = :id and used is null")
                .setParameter("now", now)
                .setParameter("id", id)
                .executeUpdate()
                .chain(spent -> spent == 0
                        ? Uni.createFrom().item(Optional.<Integer>empty())
                        : epoch(session, id).map(Optional::of)));
    }

    private static Uni<Integer> epoch(StatelessSession session, String joinToken) {
        return session.createNativeQuery(
                        "select coalesce(max(epoch), 0) from join_tokens left join member_epochs using (member)"
                                + " where id = :id",
                        Integer.class)
                .setParameter("id", joinToken)
                .getSingleResult();
    }

    @Override
    public void putAccessToken(AccessTokenRecord token) {
        transactions.run(session -> session.createNativeQuery(
                        "insert into access_tokens (id, subject, role, secret_hash, created, expires)"
                                + " values (:id, :subject, :role, :hash, :created, :expires)")
                .setParameter("id", token.id())
                .setParameter("subject", token.subject())
                .setParameter("role", token.role().name())
                .setParameter("hash", token.secretHash())
                .setParameter("created", token.created())
                .setParameter("expires", token.expires())
                .executeUpdate());
    }

    @Override
    public List<AccessTokenRecord> accessTokens() {
        return transactions.run(session -> session.createNativeQuery(ACCESS_TOKENS, Object[].class)
                .getResultList()
                .map(rows ->
                        rows.stream().map(PostgresCredentialStore::accessToken).toList()));
    }

    private static AccessTokenRecord accessToken(Object[] row) {
        return new AccessTokenRecord(
                (String) row[0],
                (String) row[1],
                Role.valueOf((String) row[2]),
                (String) row[3],
                instant(row[4]),
                row[5] == null ? null : instant(row[5]));
    }

    @Override
    public boolean revokeAccessToken(String id) {
        return transactions.run(session -> session.createNativeQuery("delete from access_tokens where id = :id")
                        .setParameter("id", id)
                        .executeUpdate())
                > 0;
    }
}
