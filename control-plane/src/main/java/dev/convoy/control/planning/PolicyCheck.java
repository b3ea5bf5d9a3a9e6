package dev.convoy.control.planning;

import dev.convoy.model.HttpRoute.Match;
import dev.convoy.model.HttpRoute.PathMatchType;
import dev.convoy.model.Policy;
import dev.convoy.model.Policy.PathEdit;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a rule asks for can be done. A filter that cannot is never skipped, for it may be what keeps a request from going where
 * it should not: the rule then answers 500.
 *
 * @param matches those of the rule
 * @param forwards whether it names a backend
 * @param field where the rule stands in the route
 */
record PolicyCheck(List<Match> matches, boolean forwards, String field) {
    private static final String GATEWAYS_OWN = "x-ew-";
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    Optional<Fault> fault(List<Policy> policies) {
        return together(policies)
                .or(() -> policies.stream()
                        .map(this::fault)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    /** Of a backend's own filters Envoy can apply those on headers to its share alone; others belong to the rule. */
    static Optional<Fault> ofBackend(List<Policy> policies, String field) {
        for (Policy policy : policies) {
            switch (policy) {
                case Policy.RequestHeaders _, Policy.ResponseHeaders _ -> {}
                case Policy.Redirect _, Policy.Rewrite _, Policy.Mirror _, Policy.Timeout _ -> {
                    return Optional.of(new Fault(
                            "UnsupportedValue",
                            field + ".filters has " + name(policy)
                                    + ". For a single backend Convoy edits headers only; move the"
                                    + " filter to the rule, or the backend to a rule of its own."));
                }
                case Policy.Unsupported unsupported -> {
                    return Optional.of(unsupported(unsupported, field));
                }
            }
        }
        return new PolicyCheck(List.of(), true, field).fault(policies);
    }

    private Optional<Fault> together(List<Policy> policies) {
        var seen = new HashSet<String>();
        for (Policy policy : policies) {
            if (!(policy instanceof Policy.Mirror) && !seen.add(name(policy))) {
                return incompatible("has more than one filter " + name(policy) + ". Make them one.");
            }
        }
        boolean redirects = policies.stream().anyMatch(Policy.Redirect.class::isInstance);
        if (redirects && policies.stream().anyMatch(Policy.Rewrite.class::isInstance)) {
            return incompatible(
                    "has both RequestRedirect and URLRewrite. A redirect sends nothing on; remove one of them.");
        }
        if (redirects && forwards) {
            return incompatible(
                    "has both RequestRedirect and backendRefs. A redirect sends nothing on; remove one of them.");
        }
        return Optional.empty();
    }

    private Optional<Fault> fault(Policy policy) {
        return switch (policy) {
            case Policy.RequestHeaders headers -> edits(headers.edits(), name(policy));
            case Policy.ResponseHeaders headers -> edits(headers.edits(), name(policy));
            case Policy.Redirect redirect -> redirect(redirect);
            case Policy.Rewrite rewrite -> rewrite(rewrite);
            case Policy.Mirror mirror -> mirror(mirror);
            case Policy.Timeout timeout -> timeout(timeout);
            case Policy.Unsupported unsupported -> Optional.of(unsupported(unsupported, field));
        };
    }

    private Optional<Fault> edits(Policy.HeaderEdits edits, String filter) {
        Optional<String> wrong = Stream.concat(edits.set().stream(), edits.add().stream())
                .flatMap(header -> wrong(header).stream())
                .findFirst()
                .or(() -> edits.remove().stream()
                        .flatMap(name -> wrong(name).stream())
                        .findFirst())
                .or(() -> hostMayOnlyBeSet(edits, filter));
        return wrong.flatMap(why -> unsupported(filter, why));
    }

    private static Optional<String> wrong(Policy.Header header) {
        return wrong(header.name())
                .or(() -> Soundness.isValue(header.value())
                        ? Optional.empty()
                        : Optional.of("the value of " + header.name()
                                + " has control characters or is longer than 4096 characters"));
    }

    private static Optional<String> wrong(String header) {
        if (!Soundness.isToken(header)) {
            return Optional.of(Soundness.quoted(header) + " is no name of a header");
        }
        return header.toLowerCase(Locale.ROOT).startsWith(GATEWAYS_OWN)
                ? Optional.of(header + " is one of the headers (" + GATEWAYS_OWN
                        + "*) that gateways speak by among themselves")
                : Optional.empty();
    }

    /** A request has exactly one Host, and a response none. */
    private static Optional<String> hostMayOnlyBeSet(Policy.HeaderEdits edits, String filter) {
        Stream<String> set = filter.equals("RequestHeaderModifier")
                ? Stream.of()
                : edits.set().stream().map(Policy.Header::name);
        return Stream.of(set, edits.add().stream().map(Policy.Header::name), edits.remove().stream())
                .flatMap(names -> names)
                .filter("host"::equalsIgnoreCase)
                .findFirst()
                .map(name -> "a request has one Host, which RequestHeaderModifier may set, but neither add nor remove");
    }

    private Optional<Fault> redirect(Policy.Redirect redirect) {
        String scheme = redirect.scheme();
        if (scheme != null && !scheme.equals("http") && !scheme.equals("https")) {
            return unsupported("RequestRedirect", "scheme " + Soundness.quoted(scheme) + " is neither http nor https");
        }
        if (!REDIRECTS.contains(redirect.statusCode())) {
            return unsupported(
                    "RequestRedirect", "statusCode " + redirect.statusCode() + " is none of 301, 302, 303, 307, 308");
        }
        if (redirect.port() < 0 || redirect.port() > 65_535) {
            return unsupported("RequestRedirect", "port " + redirect.port() + " is not in 1..65535");
        }
        return hostname(redirect.hostname(), "RequestRedirect").or(() -> path(redirect.path(), "RequestRedirect"));
    }

    private Optional<Fault> rewrite(Policy.Rewrite rewrite) {
        return hostname(rewrite.hostname(), "URLRewrite").or(() -> path(rewrite.path(), "URLRewrite"));
    }

    private Optional<Fault> hostname(@Nullable String hostname, String filter) {
        return hostname == null || Hostnames.isExact(Hostnames.normal(hostname))
                ? Optional.empty()
                : unsupported(filter, "hostname " + Soundness.quoted(hostname) + " is no DNS name");
    }

    private Optional<Fault> path(@Nullable PathEdit edit, String filter) {
        return switch (edit) {
            case null -> Optional.empty();
            case PathEdit.ReplaceFull full
            when !Soundness.isPath(full.path()) ->
                unsupported(
                        filter, "replaceFullPath " + Soundness.quoted(full.path()) + " is no path that begins with /");
            case PathEdit.ReplaceFull _ -> Optional.empty();
            // An empty prefix is sound: /foo becomes the root.
            case PathEdit.ReplacePrefix prefix
            when !prefix.prefix().isEmpty() && !Soundness.isPath(prefix.prefix()) ->
                unsupported(
                        filter,
                        "replacePrefixMatch " + Soundness.quoted(prefix.prefix()) + " is no path that begins with /");
            case PathEdit.ReplacePrefix _ ->
                matches.stream().allMatch(match -> match.path().type() == PathMatchType.PREFIX)
                        ? Optional.empty()
                        : unsupported(filter, "replacePrefixMatch needs matches of type PathPrefix only");
        };
    }

    private Optional<Fault> mirror(Policy.Mirror mirror) {
        return mirror.denominator() > 0 && mirror.numerator() >= 0 && mirror.numerator() <= mirror.denominator()
                ? Optional.empty()
                : unsupported(
                        "RequestMirror",
                        "the share " + mirror.numerator() + "/" + mirror.denominator()
                                + " is not between nothing and all");
    }

    private Optional<Fault> timeout(Policy.Timeout timeout) {
        Duration request = timeout.request();
        Duration backend = timeout.backendRequest();
        if ((request != null && request.isNegative()) || (backend != null && backend.isNegative())) {
            return unsupported("timeouts", "a timeout is below zero");
        }
        boolean longer = request != null && backend != null && !request.isZero() && backend.compareTo(request) > 0;
        return longer
                ? unsupported("timeouts", "backendRequest is longer than request, which contains it")
                : Optional.empty();
    }

    private Optional<Fault> incompatible(String what) {
        return Optional.of(new Fault("IncompatibleFilters", field + " " + what));
    }

    private Optional<Fault> unsupported(String filter, String why) {
        return Optional.of(new Fault("UnsupportedValue", field + ", " + filter + ": " + why + ". Correct it."));
    }

    private static Fault unsupported(Policy.Unsupported unsupported, String field) {
        return new Fault(
                "UnsupportedValue",
                field + " has filter " + unsupported.type()
                        + ", which Convoy does not have. Remove it; until then its requests are"
                        + " answered with 500.");
    }

    /** As the user writes it. */
    private static String name(Policy policy) {
        return switch (policy) {
            case Policy.RequestHeaders _ -> "RequestHeaderModifier";
            case Policy.ResponseHeaders _ -> "ResponseHeaderModifier";
            case Policy.Redirect _ -> "RequestRedirect";
            case Policy.Rewrite _ -> "URLRewrite";
            case Policy.Mirror _ -> "RequestMirror";
            case Policy.Timeout _ -> "timeouts";
            case Policy.Unsupported unsupported -> unsupported.type();
        };
    }
}
