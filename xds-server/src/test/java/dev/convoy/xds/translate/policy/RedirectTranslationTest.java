package dev.convoy.xds.translate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.HttpRoute.PathMatch;
import dev.convoy.model.HttpRoute.PathMatchType;
import dev.convoy.model.Policy;
import io.envoyproxy.envoy.config.route.v3.Route;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedirectTranslationTest {
    private static final Entrance HTTP_8080 = new Entrance(8080, false);
    private static final int NONE = 0;

    @Test
    void aGivenPortIsTaken() {
        assertThat(port("https", 8443, HTTP_8080)).isEqualTo(8443);
        assertThat(port(null, 8081, HTTP_8080)).isEqualTo(8081);
    }

    @Test
    void aGivenSchemeImpliesItsPort() {
        assertThat(port("https", NONE, HTTP_8080)).isEqualTo(NONE);
        assertThat(port("http", NONE, new Entrance(8443, true))).isEqualTo(NONE);
    }

    @Test
    void withoutSchemeThePortIsTheListeners() {
        assertThat(port(null, NONE, HTTP_8080)).isEqualTo(8080);
        assertThat(port(null, NONE, new Entrance(80, false))).isEqualTo(NONE);
        assertThat(port(null, NONE, new Entrance(443, true))).isEqualTo(NONE);
        assertThat(port(null, NONE, new Entrance(443, false))).isEqualTo(443);
    }

    @Test
    void thePortThatTheSchemeImpliesIsNotWritten() {
        assertThat(port("https", 443, HTTP_8080)).isEqualTo(NONE);
        assertThat(port(null, 80, HTTP_8080)).isEqualTo(NONE);
        assertThat(port("https", 80, HTTP_8080)).isEqualTo(80);
    }

    private static int port(@Nullable String scheme, int port, Entrance entrance) {
        var setting = new Setting(new PathMatch(PathMatchType.PREFIX, "/"), entrance, _ -> "");
        Route.Builder route = Route.newBuilder();
        RedirectTranslation.effects(new Policy.Redirect(scheme, null, null, port, 302), setting)
                .onRoute()
                .accept(route);
        return route.getRedirect().getPortRedirect();
    }
}
