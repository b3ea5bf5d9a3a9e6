package dev.convoy.registry.store;

import static dev.convoy.registry.store.Samples.ANN;
import static dev.convoy.registry.store.Samples.TOKYO;
import static dev.convoy.registry.store.Samples.counting;
import static dev.convoy.registry.store.Samples.json;
import static dev.convoy.registry.store.Samples.manifest;
import static dev.convoy.registry.store.Samples.route;
import static dev.convoy.registry.store.Samples.secret;
import static dev.convoy.registry.store.Samples.service;
import static dev.convoy.registry.store.Samples.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.GatewayAddresses.Holder;
import dev.convoy.registry.store.ObjectStore.Change;
import dev.convoy.registry.store.ObjectStore.Changes;
import dev.convoy.registry.store.ObjectStore.Listing;
import dev.convoy.registry.store.ObjectStore.Write;
import dev.convoy.registry.store.StoreException.Code;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store keeps to, whatever it is made of. */
abstract class ObjectStoreContract {
    /** An empty store, the same one during a test. */
    abstract ObjectStore store();

    /** Drops the whole history, as time does. */
    abstract void forgetHistory();

    private StoredObject create(ObjectId id, Manifest manifest) {
        return only(store().commit(List.of(new Write.Create(id, manifest)), ANN));
    }

    private StoredObject replace(ObjectId id, Manifest manifest, @Nullable Long expected) {
        return only(store().commit(List.of(new Write.Replace(id, manifest, expected)), ANN));
    }

    private StoredObject put(ObjectId id, Manifest manifest) {
        return only(store().commit(List.of(new Write.Put(id, manifest)), ANN));
    }

    private StoredObject delete(ObjectId id, @Nullable Long expected) {
        return only(store().commit(List.of(new Write.Delete(id, expected)), ANN));
    }

    private static StoredObject only(List<StoredObject> objects) {
        assertThat(objects).hasSize(1);
        return objects.getFirst();
    }

    private static void assertFails(Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void anObjectIsFoundAsItWasCreated() {
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
    void whatTheStoreKeepsItselfIsNotTakenFromTheManifest() {
        StoredObject created = create(
                route("web"),
                manifest(
                        "{'metadata': {'name': 'web', 'uid': 'mine', 'resourceVersion': '7', 'generation': 9,"
                                + " 'creationTimestamp': null, 'managedFields': [], 'selfLink': '/'}, 'status': {'ready': true}}"));

        assertThat(created.manifest().json()).isEqualTo(json("{'metadata': {'name': 'web'}}"));
        assertThat(created.uid()).isNotEqualTo("mine");
    }

    @Test
    void anObjectIsCreatedOnce() {
        create(route("web"), counting(1));

        assertFails(Code.ALREADY_EXISTS, () -> create(route("web"), counting(2)));
        assertThat(store().find(route("web")).map(Samples::count)).contains(1L);
    }

    @Test
    void everyChangeTakesANewerRevision() {
        long first = create(route("a"), counting(1)).revision();
        long second = create(route("b"), counting(1)).revision();
        long third = replace(route("a"), counting(2), null).revision();

        assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
        assertThat(store().listAll().revision()).isEqualTo(third);
    }

    @Test
    void theGenerationCountsChangesOfTheSpecAndNotOfMetadata() {
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
    void aWriteThatChangesNothingTakesNoRevision() {
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
    void aReplacementAtAnOldRevisionIsRefusedWithTheCurrentOne() {
        StoredObject created = create(route("web"), counting(1));
        StoredObject replaced = replace(route("web"), counting(2), created.revision());

        assertThatThrownBy(() -> replace(route("web"), counting(3), created.revision()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("revision " + replaced.revision());
        assertFails(Code.CONFLICT, () -> delete(route("web"), created.revision()));
        assertThat(store().find(route("web"))).contains(replaced);
    }

    @Test
    void whatIsNotThereCanNotBeReplacedOrDeleted() {
        assertFails(Code.NOT_FOUND, () -> replace(route("web"), counting(1), null));
        assertFails(Code.NOT_FOUND, () -> replace(route("web"), counting(1), 1L));
        assertFails(Code.NOT_FOUND, () -> delete(route("web"), null));
        assertFails(Code.NOT_FOUND, () -> store().putStatus(route("web"), status("{}")));
    }

    @Test
    void aDeletedObjectComesBackAsANewOne() {
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
    void oneCommitIsOneRevision() {
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
    void oneRefusedWriteStopsTheWholeCommit() {
        StoredObject created = create(route("b"), counting(1));

        assertFails(
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
    void anObjectIsWrittenOnceInACommit() {
        assertThatThrownBy(() -> store().commit(
                                List.of(new Write.Put(route("a"), counting(1)), new Write.Put(route("a"), counting(2))),
                                ANN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HTTPRoute store/a is written twice");
        assertThat(store().commit(List.of(), ANN)).isEmpty();
    }

    @Test
    void objectsAreListedByTreeKindAndNamespaceInOrder() {
        ObjectId elsewhere = new ObjectId(Tree.fleet(), Kind.HTTP_ROUTE, "shop", "z");
        ObjectId osaka = new ObjectId(Tree.of(new MemberId("osaka")), Kind.SERVICE, "store", "web");
        for (ObjectId id : List.of(route("b"), elsewhere, service("web"), route("a"), route("B"), osaka)) {
            create(id, counting(1));
        }

        Listing all = store().list(Tree.fleet(), Kind.HTTP_ROUTE, "");
        assertThat(all.items())
                .extracting(StoredObject::id)
                .containsExactly(elsewhere, route("B"), route("a"), route("b"));
        assertThat(store().list(Tree.fleet(), Kind.HTTP_ROUTE, "store").items()).hasSize(3);
        assertThat(store().list(TOKYO, Kind.SERVICE, "").items())
                .extracting(StoredObject::id)
                .containsExactly(service("web"));
        assertThat(store().list(TOKYO, Kind.GATEWAY, "").items()).isEmpty();
        assertThat(store().list(TOKYO, Kind.GATEWAY, "").revision()).isEqualTo(all.revision());
        assertThat(store().listAll().items())
                .hasSize(6)
                .extracting(StoredObject::id)
                .isSorted();
    }

    @Test
    void changesTellTheWholeStoryInOrder() {
        long start = store().listAll().revision();
        create(route("a"), counting(1));
        put(service("web"), counting(1));
        replace(route("a"), counting(2), null);
        StoredObject deleted = delete(route("a"), null);

        Changes changes = store().changesAfter(start, 100);
        assertThat(changes.changes())
                .extracting(Change::type)
                .containsExactly(Change.Type.ADDED, Change.Type.ADDED, Change.Type.MODIFIED, Change.Type.DELETED);
        assertThat(changes.changes()).extracting(Change::revision).isSorted();
        assertThat(changes.changes().getLast().object()).isEqualTo(deleted);
        assertThat(changes.changes().getLast().revision())
                .isEqualTo(changes.upTo())
                .isGreaterThan(deleted.revision());
        assertThat(changes.upTo()).isEqualTo(store().listAll().revision());
        assertThat(store().changesAfter(changes.upTo(), 100)).isEqualTo(new Changes(List.of(), changes.upTo()));
    }

    @Test
    void changesComeInPortionsThatNeverHoldHalfARevision() {
        long start = store().listAll().revision();
        create(route("a"), counting(1));
        store().commit(
                        IntStream.range(0, 5)
                                .<Write>mapToObj(i -> new Write.Put(service("s" + i), counting(1)))
                                .toList(),
                        ANN);
        create(route("b"), counting(1));

        Changes first = store().changesAfter(start, 3);
        assertThat(first.changes()).hasSize(1);
        Changes second = store().changesAfter(first.upTo(), 3);
        assertThat(second.changes()).hasSize(5);
        Changes third = store().changesAfter(second.upTo(), 3);
        assertThat(third.changes()).hasSize(1);
        assertThat(third.upTo()).isEqualTo(store().listAll().revision());
    }

    @Test
    void whoeverIsFartherBackThanHistoryListsAgain() {
        long start = store().listAll().revision();
        create(route("a"), counting(1));
        long now = put(service("web"), counting(1)).revision();
        forgetHistory();

        assertFails(Code.GONE, () -> store().changesAfter(start, 10));
        assertThat(store().changesAfter(now, 10).changes()).isEmpty();
        assertThat(store().listAll().items()).hasSize(2);
        assertFails(Code.GONE, () -> store().changesAfter(now + 1, 10));
    }

    @Test
    void aStatusTakesNoRevisionAndStaysWhenTheSpecChanges() {
        StoredObject created = create(route("web"), counting(1));
        store().putStatus(route("web"), status("{'ready': true}"));

        StoredObject found = store().find(route("web")).orElseThrow();
        assertThat(found.status()).isEqualTo(status("{'ready': true}"));
        assertThat(found.revision()).isEqualTo(created.revision());
        assertThat(store().listAll().revision()).isEqualTo(created.revision());
        assertThat(replace(route("web"), counting(2), created.revision()).status())
                .isEqualTo(found.status());
        assertThat(store().list(Tree.fleet(), Kind.HTTP_ROUTE, "")
                        .items()
                        .getFirst()
                        .status())
                .isEqualTo(found.status());
        assertThat(store().changesAfter(created.revision(), 10)
                        .changes()
                        .getFirst()
                        .object()
                        .status())
                .isEqualTo(found.status());
    }

    @Test
    void statusesAreFollowedByAPointOfTheirOwn() {
        create(route("a"), counting(1));
        put(service("web"), counting(1));
        long start = store().statusesAfter(0).upTo();
        store().putStatus(route("a"), status("{'n': 1}"));
        store().putStatus(service("web"), status("{'n': 1}"));
        store().putStatus(route("a"), status("{'n': 2}"));

        ObjectStore.StatusChanges changes = store().statusesAfter(start);
        assertThat(changes.changed()).containsExactlyInAnyOrder(route("a"), service("web"));

        store().putStatus(route("a"), status("{'n': 2}"));
        assertThat(store().statusesAfter(changes.upTo()).changed()).isEmpty();
        assertThat(store().statusesAfter(changes.upTo()).upTo()).isEqualTo(changes.upTo());

        store().putStatus(service("web"), status("{'n': 3}"));
        assertThat(store().statusesAfter(changes.upTo()).changed()).containsExactly(service("web"));
    }

    @Test
    void aSecretIsReadAsItWasWritten() {
        Manifest first = manifest("{'type': 'Opaque', 'data': {'key': 'b25l'}}");
        StoredObject created = create(secret("tls"), first);

        assertThat(store().find(secret("tls"))).contains(created);
        assertThat(created.manifest()).isEqualTo(first);
        assertThat(store().listAll().items()).containsExactly(created);
        assertThat(put(secret("tls"), first)).isEqualTo(created);
    }

    @Test
    void whatASecretHeldBeforeIsNotKept() {
        long start = store().listAll().revision();
        create(secret("tls"), manifest("{'metadata': {'name': 'tls'}, 'data': {'key': 'b25l'}}"));
        replace(secret("tls"), manifest("{'metadata': {'name': 'tls'}, 'data': {'key': 'dHdv'}}"), null);

        Changes changes = store().changesAfter(start, 10);
        assertThat(changes.changes()).hasSize(1);
        assertThat(changes.changes().getFirst().object().manifest().json().toString())
                .contains("dHdv");

        delete(secret("tls"), null);
        Changes afterwards = store().changesAfter(start, 10);
        assertThat(afterwards.changes()).extracting(Change::type).containsExactly(Change.Type.DELETED);
        assertThat(afterwards.changes().getFirst().object().manifest().json())
                .isEqualTo(json("{'metadata': {'name': 'tls'}}"));
    }

    @Test
    void aGatewayKeepsItsAddressAndSharesItWithNobodyInItsMember() {
        ObjectId web = new ObjectId(Tree.fleet(), Kind.GATEWAY, "store", "web");
        ObjectId shop = new ObjectId(TOKYO, Kind.GATEWAY, "store", "web");
        var webInTokyo = new Holder(new MemberId("tokyo"), web);
        var shopInTokyo = new Holder(new MemberId("tokyo"), shop);
        var webInOsaka = new Holder(new MemberId("osaka"), web);

        assertThat(store().assignAddress(webInTokyo, "127.0.1.1")).isTrue();
        assertThat(store().assignAddress(webInTokyo, "127.0.1.1")).isTrue();
        assertThat(store().assignAddress(webInTokyo, "127.0.1.2")).isFalse();
        assertThat(store().assignAddress(shopInTokyo, "127.0.1.1")).isFalse();
        assertThat(store().assignAddress(webInOsaka, "127.0.1.1")).isTrue();
        assertThat(store().addresses().assigned())
                .containsOnly(Map.entry(webInTokyo, "127.0.1.1"), Map.entry(webInOsaka, "127.0.1.1"));

        store().releaseAddress(webInTokyo);
        assertThat(store().assignAddress(shopInTokyo, "127.0.1.1")).isTrue();
    }

    @Test
    void aCommitCallsBack() throws InterruptedException {
        create(route("web"), counting(1));
        CountDownLatch second = new CountDownLatch(1);
        try (ObjectStore.Subscription _ = store().onCommit(second::countDown)) {
            replace(route("web"), counting(2), null);
            assertThat(second.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anEventLoopIsNotLetIn() {
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
}
