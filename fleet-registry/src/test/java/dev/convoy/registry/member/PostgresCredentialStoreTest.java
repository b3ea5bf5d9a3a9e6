package dev.convoy.registry.member;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.embedded.TestDatabase;
import dev.convoy.registry.encryption.Encryption;
import dev.convoy.registry.encryption.WrongKeyException;
import dev.convoy.registry.member.CredentialStore.AuthorityKeys;
import dev.convoy.registry.store.PostgresObjectStore;
import dev.convoy.registry.store.Retention;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // opened before the tests
class PostgresCredentialStoreTest extends CredentialStoreContract {
    private static final Encryption ENCRYPTION = Encryption.unkept();

    private static TestDatabase database;
    private static PostgresObjectStore objects;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        objects = PostgresObjectStore.start(database.url(), ENCRYPTION, Retention.DEFAULT);
    }

    @AfterAll
    static void close() {
        objects.close();
        database.close();
    }

    @BeforeEach
    void empty() {
        database.execute("truncate authority, member_epochs, revoked_certificates, join_tokens, access_tokens");
    }

    @Override
    CredentialStore store() {
        return new PostgresCredentialStore(objects.transactions(), ENCRYPTION);
    }

    @Test
    void theKeyOfTheAuthorityOpensWithTheKeyFileOnlyAndBesideItsOwnCertificate() {
        CredentialStore store = store();
        store.adoptAuthority(new AuthorityKeys("certificate", "key"));
        assertThatThrownBy(
                        () -> new PostgresCredentialStore(objects.transactions(), Encryption.unkept()).findAuthority())
                .isInstanceOf(WrongKeyException.class);
        database.execute("update authority set certificate = 'another'");
        assertThatThrownBy(store::findAuthority).isInstanceOf(WrongKeyException.class);
    }
}
