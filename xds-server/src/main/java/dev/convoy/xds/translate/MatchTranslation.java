package dev.convoy.xds.translate;

import dev.convoy.model.HttpRoute;
import dev.convoy.model.HttpRoute.ValueMatch;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/** Which requests a route takes, exactly as the Gateway API says. */
final class MatchTranslation {
    private MatchTranslation() {}

    static RouteMatch translate(HttpRoute.Match match) {
        RouteMatch.Builder result = RouteMatch.newBuilder();
        setPath(result, match.path());
        for (ValueMatch header : match.headers()) {
            result.addHeaders(header(header.name(), value(header)));
        }
        for (ValueMatch query : match.queryParams()) {
            result.addQueryParameters(
                    QueryParameterMatcher.newBuilder().setName(query.name()).setStringMatch(value(query)));
        }
        if (match.method() != null) {
            result.addHeaders(header(":method", Proto.exact(match.method())));
        }
        return result.build();
    }

    private static void setPath(RouteMatch.Builder result, HttpRoute.PathMatch path) {
        switch (path.type()) {
            case EXACT -> result.setPath(path.value());
            case REGEX -> result.setSafeRegex(Proto.re2(path.value()));
            case PREFIX -> {
                String elements = path.value().endsWith("/")
                        ? path.value().substring(0, path.value().length() - 1)
                        : path.value();
                if (elements.isEmpty()) {
                    result.setPrefix("/");
                } else {
                    result.setPathSeparatedPrefix(elements);
                }
            }
        }
    }

    private static HeaderMatcher header(String name, StringMatcher value) {
        return HeaderMatcher.newBuilder().setName(name).setStringMatch(value).build();
    }

    private static StringMatcher value(ValueMatch match) {
        return match.regex() ? Proto.regex(match.value()) : Proto.exact(match.value());
    }
}
