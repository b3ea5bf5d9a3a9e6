package dev.convoy.registry.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InMemoryObjectStoreTest implements ObjectStoreContract {
    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public void forgetHistory() {
        store.forgetHistory();
    }

    @Test
    void itCanBeAway() {
        store.goAway();
        assertThatThrownBy(store::listAll).isInstanceOf(StoreException.class).hasMessageContaining("try again");

        store.comeBack();
        store.listAll();
    }
}
