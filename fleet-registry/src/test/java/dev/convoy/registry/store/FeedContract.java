package dev.convoy.registry.store;

import static dev.convoy.registry.store.Samples.ANN;
import static dev.convoy.registry.store.Samples.TOKYO;
import static dev.convoy.registry.store.Samples.counting;
import static dev.convoy.registry.store.Samples.json;
import static dev.convoy.registry.store.Samples.manifest;
import static dev.convoy.registry.store.Samples.route;
import static dev.convoy.registry.store.Samples.secret;
import static dev.convoy.registry.store.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.registry.store.ObjectStore.Change;
import dev.convoy.registry.store.ObjectStore.Changes;
import dev.convoy.registry.store.ObjectStore.Listing;
import dev.convoy.registry.store.ObjectStore.Write;
import dev.convoy.registry.store.StoreException.Code;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the objects are listed, and how their changes are followed. */
interface FeedContract extends StoreUnderTest {
    @Test
    default void objectsAreListedByTreeKindAndNamespaceInOrder() {
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
    default void changesTellTheWholeStoryInOrder() {
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
    default void changesComeInPortionsThatNeverHoldHalfARevision() {
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
    default void whoeverIsFartherBackThanHistoryListsAgain() {
        long start = store().listAll().revision();
        create(route("a"), counting(1));
        long now = put(service("web"), counting(1)).revision();
        forgetHistory();

        StoreUnderTest.assertFails(Code.GONE, () -> store().changesAfter(start, 10));
        assertThat(store().changesAfter(now, 10).changes()).isEmpty();
        assertThat(store().listAll().items()).hasSize(2);
        StoreUnderTest.assertFails(Code.GONE, () -> store().changesAfter(now + 1, 10));
    }

    @Test
    default void aSecretIsReadAsItWasWritten() {
        Manifest first = manifest("{'type': 'Opaque', 'data': {'key': 'b25l'}}");
        StoredObject created = create(secret("tls"), first);

        assertThat(store().find(secret("tls"))).contains(created);
        assertThat(created.manifest()).isEqualTo(first);
        assertThat(store().listAll().items()).containsExactly(created);
        assertThat(put(secret("tls"), first)).isEqualTo(created);
    }

    @Test
    default void whatASecretHeldBeforeIsNotKept() {
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
    default void aCommitCallsBack() throws InterruptedException {
        create(route("web"), counting(1));
        CountDownLatch second = new CountDownLatch(1);
        try (ObjectStore.Subscription _ = store().onCommit(second::countDown)) {
            replace(route("web"), counting(2), null);
            assertThat(second.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }
}
