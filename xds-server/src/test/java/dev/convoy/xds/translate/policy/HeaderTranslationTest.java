package dev.convoy.xds.translate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.Policy.Header;
import dev.convoy.model.Policy.HeaderEdits;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderTranslationTest {
    @Test
    void aPercentSignOfTheUserIsNoCommand() {
        Route.Builder route = Route.newBuilder();
        HeaderTranslation.request(set("x-a", "%ENVIRONMENT(PATH)% 100%"))
                .onRoute()
                .accept(route);

        assertThat(route.getRequestHeadersToAdd(0).getHeader().getValue()).isEqualTo("%%ENVIRONMENT(PATH)%% 100%%");
    }

    @Test
    void settingReplacesAndAddingAppends() {
        Route.Builder route = Route.newBuilder();
        HeaderTranslation.response(
                        new HeaderEdits(List.of(new Header("a", "1")), List.of(new Header("b", "2")), List.of("c")))
                .onRoute()
                .accept(route);

        assertThat(route.getResponseHeadersToAddList())
                .extracting(option -> option.getAppendAction())
                .containsExactly(
                        HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD, HeaderAppendAction.APPEND_IF_EXISTS_OR_ADD);
        assertThat(List.copyOf(route.getResponseHeadersToRemoveList())).containsExactly("c");
    }

    @Test
    void hostIsRewrittenAndNeverMutated() {
        Effects effects = HeaderTranslation.request(new HeaderEdits(
                List.of(new Header("Host", "other.test")), List.of(new Header("host", "x")), List.of("HOST")));
        Route.Builder route = Route.newBuilder();
        effects.onRoute().accept(route);
        RouteAction.Builder action = RouteAction.newBuilder();
        effects.onForward().accept(action);

        assertThat(route.build()).isEqualTo(Route.getDefaultInstance());
        assertThat(action.getHostRewriteLiteral()).isEqualTo("other.test");
    }

    @Test
    void theWordsOfGatewaysAreNotTheUsers() {
        Route.Builder route = Route.newBuilder();
        HeaderTranslation.request(set("X-EW-Health", "1")).onRoute().accept(route);

        assertThat(route.build()).isEqualTo(Route.getDefaultInstance());
    }

    private static HeaderEdits set(String name, String value) {
        return new HeaderEdits(List.of(new Header(name, value)), List.of(), List.of());
    }
}
