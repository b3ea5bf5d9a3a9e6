package dev.convoy.registry.read;

import dev.convoy.model.HttpRoute;
import dev.convoy.model.HttpRoute.ParentRef;
import dev.convoy.model.HttpRoute.Rule;
import dev.convoy.model.Meta;
import dev.convoy.model.Policy;
import java.util.ArrayList;
import java.util.List;

final class HttpRouteReading {
    private HttpRouteReading() {}

    static HttpRoute route(Meta meta, Field spec) {
        String namespace = meta.id().namespace();
        Field rules = spec.get("rules");
        return new HttpRoute(
                meta,
                spec.get("parentRefs").each(parent -> parent(parent, namespace)),
                spec.get("hostnames").each(Field::hostname),
                rules.present() ? rules.each(rule -> rule(rule, namespace)) : List.of(ruleForEverything()));
    }

    private static ParentRef parent(Field parent, String namespace) {
        return new ParentRef(
                References.reference(parent, References.GATEWAY_API, "Gateway", namespace),
                parent.get("sectionName").textOr(""),
                parent.get("port").numberOr(0, 1, 65_535),
                parent.get("namespace").present());
    }

    /** What the API server makes of a route without rules. */
    private static Rule ruleForEverything() {
        return new Rule("", List.of(MatchReading.EVERYTHING), List.of(), List.of());
    }

    private static Rule rule(Field rule, String namespace) {
        List<Policy> policies = new ArrayList<>(FilterReading.filters(rule.get("filters"), namespace));
        rule.get("timeouts").as(HttpRouteReading::timeout).ifPresent(policies::add);
        return new Rule(
                rule.get("name").textOr(""),
                MatchReading.matches(rule.get("matches")),
                policies,
                rule.get("backendRefs").each(backend -> BackendRefReading.weighted(backend, namespace)));
    }

    private static Policy timeout(Field timeouts) {
        return new Policy.Timeout(
                timeouts.get("request").as(DurationReading::duration).orElse(null),
                timeouts.get("backendRequest").as(DurationReading::duration).orElse(null));
    }
}
