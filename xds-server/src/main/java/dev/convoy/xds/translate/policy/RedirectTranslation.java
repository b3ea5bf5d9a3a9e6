package dev.convoy.xds.translate.policy;

import dev.convoy.model.Policy;
import dev.convoy.model.Policy.PathEdit;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.RedirectAction.RedirectResponseCode;

/**
 * An answer that sends the client elsewhere. The port follows the Gateway API: the one given; else the one that a given scheme implies;
 * else the listener's own; and never written where the scheme implies it. (The connection manager has taken any port off the Host.)
 */
final class RedirectTranslation {
    private RedirectTranslation() {}

    static Effects effects(Policy.Redirect redirect, Setting setting) {
        RedirectAction.Builder action = RedirectAction.newBuilder().setResponseCode(code(redirect.statusCode()));
        if (redirect.scheme() != null) {
            action.setSchemeRedirect(redirect.scheme());
        }
        if (redirect.hostname() != null) {
            action.setHostRedirect(redirect.hostname());
        }
        action.setPortRedirect(port(redirect, setting.entrance()));
        setPath(action, redirect, setting);
        RedirectAction built = action.build();
        return Effects.onRoute(route -> route.setRedirect(built));
    }

    /** 0 for none in the URL. */
    private static int port(Policy.Redirect redirect, Entrance entrance) {
        String scheme = redirect.scheme() == null ? entrance.scheme() : redirect.scheme();
        int implied = scheme.equals("https") ? 443 : 80;
        int meant = redirect.port() != 0 ? redirect.port() : redirect.scheme() != null ? implied : entrance.port();
        return meant == implied ? 0 : meant;
    }

    private static void setPath(RedirectAction.Builder action, Policy.Redirect redirect, Setting setting) {
        switch (redirect.path()) {
            case null -> {}
            case PathEdit.ReplaceFull(String path) -> action.setPathRedirect(path);
            case PathEdit.ReplacePrefix edit -> {
                switch (PathRewrite.of(edit, setting)) {
                    case PathRewrite.Keep _ -> {}
                    case PathRewrite.Prefix(String prefix) -> action.setPrefixRewrite(prefix);
                    case PathRewrite.Regex(var regex) -> action.setRegexRewrite(regex);
                }
            }
        }
    }

    private static RedirectResponseCode code(int status) {
        return switch (status) {
            case 301 -> RedirectResponseCode.MOVED_PERMANENTLY;
            case 302 -> RedirectResponseCode.FOUND;
            case 303 -> RedirectResponseCode.SEE_OTHER;
            case 307 -> RedirectResponseCode.TEMPORARY_REDIRECT;
            case 308 -> RedirectResponseCode.PERMANENT_REDIRECT;
            default -> throw new IllegalStateException("planned a redirect with status " + status);
        };
    }
}
