package dev.convoy.registry.store;

import static dev.convoy.registry.store.Samples.TOKYO;
import static dev.convoy.registry.store.Samples.counting;
import static dev.convoy.registry.store.Samples.route;
import static dev.convoy.registry.store.Samples.service;
import static dev.convoy.registry.store.Samples.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.GatewayAddresses.Holder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept beside the objects, and takes no revision: statuses and addresses. */
interface SideContract extends StoreUnderTest {
    @Test
    default void aStatusTakesNoRevisionAndStaysWhenTheSpecChanges() {
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
    default void statusesAreFollowedByAPointOfTheirOwn() {
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
    default void aGatewayKeepsItsAddressAndSharesItWithNobodyInItsMember() {
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
}
