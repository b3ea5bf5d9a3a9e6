package dev.convoy.registry.member;

import dev.convoy.model.MemberId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what proves who somebody is: hashes of tokens, revocations, and the CA's key, which is encrypted at rest. All methods block and
 * throw {@link dev.convoy.registry.store.StoreException} where the database cannot be reached.
 */
public interface CredentialStore {
    Optional<AuthorityKeys> findAuthority();

    /** Keeps the candidate unless there is a CA already, for example another replica's. @return the one that is kept */
    AuthorityKeys adoptAuthority(AuthorityKeys candidate);

    Revocations revocations();

    /**
     * Voids one certificate.
     *
     * @param expires when the certificate does; the revocation may be forgotten afterwards
     */
    void revokeCertificate(String serial, Instant expires);

    /** Begins the member's next epoch: certificates of earlier ones are void, and so are its unused join tokens. */
    void revokeMember(MemberId member);

    /** Also forgets tokens that expired before {@code forgetBefore}. */
    void putJoinToken(JoinTokenRecord token, Instant forgetBefore);

    Optional<JoinTokenRecord> findJoinToken(String id);

    /** How many tokens of the member are neither used nor expired. */
    int openJoinTokens(MemberId member, Instant now);

    /**
     * Marks a token as used. Of any number of calls for one token, on any replica, one succeeds.
     *
     * @return the member's epoch, in which a certificate may now be issued; empty where the token is gone or used
     */
    Optional<Integer> useJoinToken(String id, Instant now);

    void putAccessToken(AccessTokenRecord token);

    /** Without those that were revoked. */
    List<AccessTokenRecord> accessTokens();

    /** Voids a token, and says whether it was there. */
    boolean revokeAccessToken(String id);

    /** The CA as it is kept. Printing it never shows the key. */
    record AuthorityKeys(String certificatePem, String privateKeyPem) {
        @Override
        public String toString() {
            return "AuthorityKeys[key not shown]";
        }
    }

    /**
     * What is void before its time.
     *
     * @param epochs the current epoch of each member that ever had one revoked; all others are in epoch 0
     * @param serials of single certificates
     */
    record Revocations(Map<MemberId, Integer> epochs, Set<String> serials) {
        public static final Revocations NONE = new Revocations(Map.of(), Set.of());

        public Revocations {
            epochs = Map.copyOf(epochs);
            serials = Set.copyOf(serials);
        }

        int epoch(MemberId member) {
            return epochs.getOrDefault(member, 0);
        }
    }

    /**
     * A join token as it is kept.
     *
     * @param secretHash SHA-256 in hex
     */
    record JoinTokenRecord(
            String id,
            MemberId member,
            String pool,
            String secretHash,
            Instant expires,
            @Nullable Instant used) {}

    /**
     * An access token as it is kept.
     *
     * @param secretHash SHA-256 in hex
     * @param expires null for never
     */
    record AccessTokenRecord(
            String id,
            String subject,
            Role role,
            String secretHash,
            Instant created,
            @Nullable Instant expires) {}
}
