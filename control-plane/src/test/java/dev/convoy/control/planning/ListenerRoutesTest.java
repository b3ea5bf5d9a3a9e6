package dev.convoy.control.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.FleetModel;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerRoutesTest {
    private final Admission everyHost = ListenerPlan.all(Fleets.gateway("web", 0), new Grants(FleetModel.empty()))
            .getFirst()
            .admission();
    private final ListenerRoutes routes = ListenerRoutes.none(everyHost)
            .with(route("a", "a.shop.com", "b.shop.com"))
            .with(route("b", "shop.com", "ashop.com"))
            .with(route("c", "deep.below.shop.com", "*.below.shop.com"));

    @Test
    void anExactHostnameConcernsItsOwnHost() {
        assertThat(routes.concernedBy(route("new", "a.shop.com"))).containsExactly("a.shop.com");
        assertThat(routes.concernedBy(route("new", "new.com"))).containsExactly("new.com");
    }

    @Test
    void aWildcardConcernsTheHostsBelowItAndNoOthers() {
        assertThat(routes.concernedBy(route("new", "*.shop.com")))
                .containsExactlyInAnyOrder(
                        "*.shop.com", "a.shop.com", "b.shop.com", "deep.below.shop.com", "*.below.shop.com");
        assertThat(routes.concernedBy(route("new", "*.below.shop.com")))
                .containsExactlyInAnyOrder("*.below.shop.com", "deep.below.shop.com");
    }

    @Test
    void aRouteWithoutHostnamesConcernsEveryHost() {
        assertThat(routes.concernedBy(route("new")))
                .containsExactlyInAnyOrder(
                        "*",
                        "a.shop.com",
                        "b.shop.com",
                        "shop.com",
                        "ashop.com",
                        "deep.below.shop.com",
                        "*.below.shop.com");
    }

    @Test
    void aHostStaysAsLongAsOneRouteMakesIt() {
        ListenerRoutes both = routes.with(route("d", "a.shop.com"));

        ListenerRoutes one = both.without(route("a", "a.shop.com", "b.shop.com"));

        assertThat(one.hasHost("a.shop.com")).isTrue();
        assertThat(one.hasHost("b.shop.com")).isFalse();
        assertThat(one.without(route("d", "a.shop.com")).hasHost("a.shop.com")).isFalse();
    }

    private static HttpRoute route(String name, String... hostnames) {
        return new HttpRoute(Fleets.meta(Kind.HTTP_ROUTE, name, 0), List.of(), List.of(hostnames), List.of());
    }
}
