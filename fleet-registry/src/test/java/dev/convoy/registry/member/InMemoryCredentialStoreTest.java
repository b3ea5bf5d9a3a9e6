package dev.convoy.registry.member;

class InMemoryCredentialStoreTest extends CredentialStoreContract {
    @Override
    CredentialStore store() {
        return new InMemoryCredentialStore();
    }
}
