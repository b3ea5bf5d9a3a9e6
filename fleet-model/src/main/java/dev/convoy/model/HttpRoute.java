package dev.convoy.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Gateway API HTTPRoute. Its order of rules is the user's; which match wins is the planner's question. */
public record HttpRoute(Meta meta, List<ParentRef> parents, List<String> hostnames, List<Rule> rules)
        implements FleetObject {
    public HttpRoute {
        parents = List.copyOf(parents);
        hostnames = List.copyOf(hostnames);
        rules = List.copyOf(rules);
    }

    /**
     * The Gateway (or one of its listeners) that a route asks to attach to.
     *
     * @param section a listener's name; empty for every listener
     * @param port 0 for every port
     * @param namespaceGiven whether the user wrote the namespace, or it is the route's own
     */
    public record ParentRef(Reference gateway, String section, int port, boolean namespaceGiven) {}

    /** What to do with the requests that any of the matches takes; no match at all takes every request. */
    public record Rule(String name, List<Match> matches, List<Policy> policies, List<BackendRef> backends) {
        public Rule {
            matches = List.copyOf(matches);
            policies = List.copyOf(policies);
            backends = List.copyOf(backends);
        }
    }

    /** All conditions of one match must hold. {@code method} is null for every method. */
    public record Match(
            PathMatch path,
            List<ValueMatch> headers,
            List<ValueMatch> queryParams,
            @Nullable String method) {
        public Match {
            headers = List.copyOf(headers);
            queryParams = List.copyOf(queryParams);
        }
    }

    /** {@code PathPrefix} matches whole path elements: {@code /foo} takes {@code /foo/bar}, not {@code /foobar}. */
    public record PathMatch(PathMatchType type, String value) {}

    /** {@code Exact}, {@code PathPrefix}, {@code RegularExpression}. */
    public enum PathMatchType {
        EXACT,
        PREFIX,
        REGEX
    }

    /** A condition on a header or a query parameter. {@code regex} is RE2 and must match the whole value. */
    public record ValueMatch(String name, String value, boolean regex) {}
}
