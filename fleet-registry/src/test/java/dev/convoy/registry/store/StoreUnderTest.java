package dev.convoy.registry.store;

import static dev.convoy.registry.store.Samples.ANN;
import static dev.convoy.registry.store.Samples.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.ObjectStore.Write;
import dev.convoy.registry.store.StoreException.Code;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A store, and the shortest words for writing to it. */
interface StoreUnderTest {
    /** An empty store, the same one during a test. */
    ObjectStore store();

    /** Drops the whole history, as time does. */
    void forgetHistory();

    default StoredObject create(ObjectId id, Manifest manifest) {
        return commit(new Write.Create(id, manifest));
    }

    default StoredObject replace(ObjectId id, Manifest manifest, @Nullable Long expected) {
        return commit(new Write.Replace(id, manifest, expected));
    }

    default StoredObject put(ObjectId id, Manifest manifest) {
        return commit(new Write.Put(id, manifest));
    }

    default StoredObject delete(ObjectId id, @Nullable Long expected) {
        return commit(new Write.Delete(id, expected));
    }

    private StoredObject commit(Write write) {
        List<StoredObject> objects = store().commit(List.of(write), ANN);
        assertThat(objects).hasSize(1);
        return objects.getFirst();
    }

    static void assertFails(Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
