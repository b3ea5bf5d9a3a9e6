package dev.convoy.registry.store;

import static dev.convoy.registry.store.Samples.ANN;
import static dev.convoy.registry.store.Samples.counting;
import static dev.convoy.registry.store.Samples.json;
import static dev.convoy.registry.store.Samples.manifest;
import static dev.convoy.registry.store.Samples.route;
import static dev.convoy.registry.store.Samples.service;
import static dev.convoy.registry.store.Samples.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.registry.store.ObjectStore.Change;
import dev.convoy.registry.store.ObjectStore.Write;
import dev.convoy.registry.store.StoreException.Code;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a commit does, and what it refuses. */
interface CommitContract extends StoreUnderTest {
    @Test
    default void anObjectIsFoundAsItWasCreated() {
        StoredObject created =
                create(route("web"), manifest("{'kind': 'HTTPRoute', 'spec': {'b': [1, 2.5, 1e30], 'a': 'é\\u0000'}}"));

        assertThat(created.generation()).isEqualTo(1);
        assertThat(created.revision()).isPositive();
        assertThat(created.status()).isNull();
        assertThat(store().find(route("web"))).contains(created);
        assertThat(store().find(route("other"))).isEmpty();
        assertThat(created.manifest().json().toString())
                .isEqualTo(store().find(route("web"))
                        .orElseThrow()
                        .manifest()
                        .json()
                        .toString());
    }

    @Test
    default void whatTheStoreKeepsItselfIsNotTakenFromTheManifest() {
        StoredObject created = create(
                route("web"),
                manifest(
                        "{'metadata': {'name': 'web', 'uid': 'mine', 'resourceVersion': '7', 'generation': 9,"
                                + " 'creationTimestamp': null, 'managedFields': [], 'selfLink': '/'}, 'status': {'ready': true}}"));

        assertThat(created.manifest().json()).isEqualTo(json("{'metadata': {'name': 'web'}}"));
        assertThat(created.uid()).isNotEqualTo("mine");
    }

    @Test
    default void anObjectIsCreatedOnce() {
        create(route("web"), counting(1));

        StoreUnderTest.assertFails(Code.ALREADY_EXISTS, () -> create(route("web"), counting(2)));
        assertThat(store().find(route("web")).map(Samples::count)).contains(1L);
    }

    @Test
    default void everyChangeTakesANewerRevision() {
        long first = create(route("a"), counting(1)).revision();
        long second = create(route("b"), counting(1)).revision();
        long third = replace(route("a"), counting(2), null).revision();

        assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
        assertThat(store().listAll().revision()).isEqualTo(third);
    }

    @Test
    default void theGenerationCountsChangesOfTheSpecAndNotOfMetadata() {
        StoredObject created = create(route("web"), counting(1));
        StoredObject labelled = replace(
                route("web"), manifest("{'metadata': {'labels': {'app': 'shop'}}, 'spec': {'count': 1}}"), null);
        StoredObject counted = replace(route("web"), counting(2), null);

        assertThat(labelled.generation()).isEqualTo(1);
        assertThat(labelled.revision()).isGreaterThan(created.revision());
        assertThat(counted.generation()).isEqualTo(2);
        assertThat(counted.uid()).isEqualTo(created.uid());
        assertThat(counted.created()).isEqualTo(created.created());
    }

    @Test
    default void aWriteThatChangesNothingTakesNoRevision() {
        StoredObject created =
                create(route("web"), manifest("{'kind': 'HTTPRoute', 'spec': {'a': 1, 'b': 2.50, 'c': 1e30}}"));
        StoredObject again = replace(
                route("web"),
                manifest("{'spec': {'c': 1E30, 'b': 2.5, 'a': 1}, 'kind': 'HTTPRoute'}"),
                created.revision());

        assertThat(again).isEqualTo(created);
        assertThat(put(route("web"), created.manifest())).isEqualTo(created);
        assertThat(store().listAll().revision()).isEqualTo(created.revision());
        assertThat(store().changesAfter(created.revision(), 10).changes()).isEmpty();
    }

    @Test
    default void aReplacementAtAnOldRevisionIsRefusedWithTheCurrentOne() {
        StoredObject created = create(route("web"), counting(1));
        StoredObject replaced = replace(route("web"), counting(2), created.revision());

        assertThatThrownBy(() -> replace(route("web"), counting(3), created.revision()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("revision " + replaced.revision());
        StoreUnderTest.assertFails(Code.CONFLICT, () -> delete(route("web"), created.revision()));
        assertThat(store().find(route("web"))).contains(replaced);
    }

    @Test
    default void whatIsNotThereCanNotBeReplacedOrDeleted() {
        StoreUnderTest.assertFails(Code.NOT_FOUND, () -> replace(route("web"), counting(1), null));
        StoreUnderTest.assertFails(Code.NOT_FOUND, () -> replace(route("web"), counting(1), 1L));
        StoreUnderTest.assertFails(Code.NOT_FOUND, () -> delete(route("web"), null));
        StoreUnderTest.assertFails(Code.NOT_FOUND, () -> store().putStatus(route("web"), status("{}")));
    }

    @Test
    default void aDeletedObjectComesBackAsANewOne() {
        StoredObject created = create(route("web"), counting(1));
        store().putStatus(route("web"), status("{'ready': true}"));
        replace(route("web"), counting(2), null);
        StoredObject deleted = delete(route("web"), null);

        assertThat(Samples.count(deleted)).isEqualTo(2);
        assertThat(store().find(route("web"))).isEmpty();

        StoredObject second = create(route("web"), counting(3));
        assertThat(second.uid()).isNotEqualTo(created.uid());
        assertThat(second.generation()).isEqualTo(1);
        assertThat(second.status()).isNull();
    }

    @Test
    default void oneCommitIsOneRevision() {
        create(route("b"), counting(1));
        create(route("c"), counting(1));
        List<StoredObject> objects = store().commit(
                        List.of(
                                new Write.Create(route("a"), counting(1)),
                                new Write.Replace(route("b"), counting(2), null),
                                new Write.Put(service("web"), counting(1)),
                                new Write.Delete(route("c"), null)),
                        ANN);

        assertThat(objects)
                .extracting(StoredObject::id)
                .containsExactly(route("a"), route("b"), service("web"), route("c"));
        long revision = objects.getFirst().revision();
        assertThat(objects.subList(0, 3)).extracting(StoredObject::revision).containsOnly(revision);
        assertThat(store().changesAfter(revision - 1, 10).changes())
                .hasSize(4)
                .extracting(Change::revision)
                .containsOnly(revision);
    }

    @Test
    default void oneRefusedWriteStopsTheWholeCommit() {
        StoredObject created = create(route("b"), counting(1));

        StoreUnderTest.assertFails(
                Code.CONFLICT,
                () -> store().commit(
                                List.of(
                                        new Write.Create(route("a"), counting(1)),
                                        new Write.Replace(route("b"), counting(2), created.revision() + 1)),
                                ANN));
        assertThat(store().listAll().items()).containsExactly(created);
        assertThat(store().listAll().revision()).isEqualTo(created.revision());
    }

    @Test
    default void anObjectIsWrittenOnceInACommit() {
        assertThatThrownBy(() -> store().commit(
                                List.of(new Write.Put(route("a"), counting(1)), new Write.Put(route("a"), counting(2))),
                                ANN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HTTPRoute store/a is written twice");
        assertThat(store().commit(List.of(), ANN)).isEmpty();
    }

    @Test
    default void anEventLoopIsNotLetIn() {
        Vertx vertx = Vertx.vertx();
        CompletableFuture<Object> answer = new CompletableFuture<>();
        vertx.runOnContext(_ -> {
            try {
                answer.complete(store().listAll());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });

        assertThatThrownBy(answer::join).hasMessageContaining("call it from a virtual thread");
        vertx.close();
    }

    @Test
    default void aNameThatNoObjectCanHaveIsNotFound() {
        ObjectId impossible = route("web\0");

        assertThat(store().find(impossible)).isEmpty();
        assertThat(store().list(Tree.fleet(), Kind.HTTP_ROUTE, "store\0").items())
                .isEmpty();
        StoreUnderTest.assertFails(Code.NOT_FOUND, () -> delete(impossible, null));
        StoreUnderTest.assertFails(Code.NOT_FOUND, () -> replace(impossible, counting(1), null));
        StoreUnderTest.assertFails(Code.NOT_FOUND, () -> store().putStatus(impossible, new Status(json("{}"))));
        assertThatThrownBy(() -> put(impossible, counting(1))).isInstanceOf(IllegalArgumentException.class);
    }
}
