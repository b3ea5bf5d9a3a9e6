package dev.convoy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FleetModelTest {
    private static final MemberId BERLIN = new MemberId("berlin");
    private static final MemberId TOKYO = new MemberId("tokyo");
    private static final MemberId TOKYO_2 = new MemberId("tokyo2");

    @Test
    void listsOneNamespaceOfOneTreeAndNothingBesideIt() {
        FleetModel model = FleetModel.of(List.of(
                service(Tree.of(TOKYO), "shop", "b"),
                service(Tree.of(TOKYO), "shop", "a"),
                service(Tree.of(TOKYO), "shop2", "c"),
                service(Tree.of(TOKYO_2), "shop", "d"),
                service(Tree.fleet(), "shop", "e")));

        assertThat(model.list(Service.class, Tree.of(TOKYO), Kind.SERVICE, "shop"))
                .extracting(service -> service.id().name())
                .containsExactly("a", "b");
        assertThat(model.list(Service.class, Tree.of(TOKYO), Kind.SERVICE))
                .extracting(service -> service.id().name())
                .containsExactly("a", "b", "c");
        assertThat(model.list(Service.class, Tree.fleet(), Kind.SERVICE)).hasSize(1);
    }

    @Test
    void aChangeThatChangesNothingIsTheSameModel() {
        Service service = service(Tree.fleet(), "shop", "a");
        FleetModel model = FleetModel.of(List.of(service));

        assertThat(model.with(List.of(service(Tree.fleet(), "shop", "a")), List.of()))
                .isSameAs(model);
        assertThat(model.with(
                        List.of(), List.of(service(Tree.fleet(), "shop", "b").id())))
                .isSameAs(model);
    }

    @Test
    void whatBelongsToAMemberThatIsNotThereWaitsForItsMembership() {
        Service own = service(Tree.fleet(), "shop", "a");
        Service berlins = service(Tree.of(BERLIN), "shop", "a");
        Service osakas = service(Tree.of(new MemberId("osaka")), "shop", "a");
        Service tokyos = service(Tree.of(TOKYO), "shop", "a");
        FleetModel fleet = FleetModel.of(List.of(own, berlins, osakas, tokyos, member(BERLIN), member(TOKYO)));

        FleetModel counting = fleet.ofMembers();

        assertThat(counting.all()).containsExactlyInAnyOrder(own, member(BERLIN), member(TOKYO), berlins, tokyos);
        assertThat(counting.ofMembers()).isSameAs(counting);
    }

    @Test
    void anEarlierModelDoesNotSeeALaterChange() {
        Service service = service(Tree.fleet(), "shop", "a");
        FleetModel before = FleetModel.of(List.of(service));
        FleetModel after = before.with(List.of(), List.of(service.id()));

        assertThat(before.find(service.id())).contains(service);
        assertThat(after.find(service.id())).isEmpty();
    }

    @Test
    void aGrantOpensOnlyItsOwnNamespaceToWhomItNames() {
        var grant = new ReferenceGrant(
                meta(Tree.fleet(), Kind.REFERENCE_GRANT, "store", "grant"),
                List.of(new ReferenceGrant.From(new GroupKind("gateway.networking.k8s.io", "HTTPRoute"), "web")),
                List.of(new ReferenceGrant.To(new GroupKind("", "Service"), "cart")));
        var route = new GroupKind("gateway.networking.k8s.io", "HTTPRoute");

        assertThat(grant.permits(route, "web", service("store", "cart"))).isTrue();
        assertThat(grant.permits(route, "web", service("store", "till"))).isFalse();
        assertThat(grant.permits(route, "web", service("other", "cart"))).isFalse();
        assertThat(grant.permits(route, "mail", service("store", "cart"))).isFalse();
    }

    @Test
    void aCertificateNeverShowsItsKey() {
        assertThat(new TlsCertificate("chain", "very secret").toString()).doesNotContain("secret");
    }

    private static Reference service(String namespace, String name) {
        return new Reference(new GroupKind("", "Service"), namespace, name);
    }

    private static Service service(Tree tree, String namespace, String name) {
        return new Service(meta(tree, Kind.SERVICE, namespace, name), List.of(new Service.Port("", 80, "")));
    }

    private static Member member(MemberId member) {
        Meta meta = meta(Tree.fleet(), Kind.MEMBERSHIP, "", member.name());
        return new Member(meta, new Locality("", ""), "", List.of(), null, false);
    }

    private static Meta meta(Tree tree, Kind kind, String namespace, String name) {
        return new Meta(new ObjectId(tree, kind, namespace, name), 1, Instant.EPOCH, Map.of(), Map.of());
    }
}
