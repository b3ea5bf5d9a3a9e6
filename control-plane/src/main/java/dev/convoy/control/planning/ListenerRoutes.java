package dev.convoy.control.planning;

import dev.convoy.control.planning.Precedence.Candidate;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The routes that are attached to one listener.
 *
 * @param byHostname by the hostnames that they give
 * @param byHost by the hosts that the listener serves because of them, spelled backwards: so the hosts below a wildcard stand together
 */
record ListenerRoutes(Admission listener, Index<String, ObjectId> byHostname, Index<String, ObjectId> byHost) {

    static ListenerRoutes none(Admission listener) {
        return new ListenerRoutes(listener, Index.empty(), Index.empty());
    }

    ListenerRoutes with(HttpRoute route) {
        Index<String, ObjectId> hostnames = byHostname;
        Index<String, ObjectId> hosts = byHost;
        for (String hostname : Attachment.hostnames(route)) {
            hostnames = hostnames.with(hostname, route.id());
        }
        for (String host : Attachment.hosts(listener, route)) {
            hosts = hosts.with(backwards(host), route.id());
        }
        return new ListenerRoutes(listener, hostnames, hosts);
    }

    ListenerRoutes without(HttpRoute route) {
        Index<String, ObjectId> hostnames = byHostname;
        Index<String, ObjectId> hosts = byHost;
        for (String hostname : Attachment.hostnames(route)) {
            hostnames = hostnames.without(hostname, route.id());
        }
        for (String host : Attachment.hosts(listener, route)) {
            hosts = hosts.without(backwards(host), route.id());
        }
        return new ListenerRoutes(listener, hostnames, hosts);
    }

    /** A listener's own hostname is a host even without a route. */
    boolean hasHost(String host) {
        return host.equals(listener.hostname()) || byHost.contains(backwards(host));
    }

    /** The hosts in which the route has a say: those that are served because of it, and those below its wildcards. */
    SortedSet<String> concernedBy(HttpRoute route) {
        var concerned = new TreeSet<>(Attachment.hosts(listener, route));
        Attachment.hostnames(route).forEach(hostname -> addBelow(hostname, concerned));
        return concerned;
    }

    /** Those of its hosts that a hostname covers. */
    SortedSet<String> coveredBy(String hostname) {
        var covered = new TreeSet<String>();
        if (hasHost(hostname)) {
            covered.add(hostname);
        }
        addBelow(hostname, covered);
        return covered;
    }

    private void addBelow(String hostname, SortedSet<String> hosts) {
        if (Hostnames.isWildcard(hostname)) {
            String below = backwards(hostname.substring(1));
            byHost.byKey().forEachFrom(below, (host, _) -> {
                boolean isBelow = host.startsWith(below);
                if (isBelow) {
                    hosts.add(backwards(host));
                }
                return isBelow;
            });
        }
    }

    /** All that hold for the host, each route once; those of less specific hostnames stand behind and take what the others leave. */
    List<Candidate> candidates(String host, PersistentMap<ObjectId, RuleOutcomes> outcomes) {
        var candidates = new ArrayList<Candidate>();
        var seen = new HashSet<ObjectId>();
        for (String hostname : Hostnames.covering(host)) {
            for (ObjectId route : byHostname.of(hostname)) {
                if (seen.add(route)) {
                    Optional.ofNullable(outcomes.get(route))
                            .ifPresent(outcome -> outcome.routes()
                                    .forEach(ruled -> candidates.add(new Candidate(
                                            outcome.route(), hostname, ruled.rule(), ruled.match(), ruled.plan()))));
                }
            }
        }
        candidates.sort(Precedence.WINNER_FIRST);
        return candidates;
    }

    private static String backwards(String host) {
        return new StringBuilder(host).reverse().toString();
    }
}
