package dev.convoy.control.planning;

import dev.convoy.control.planning.Precedence.Candidate;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.VirtualHostPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which routes hold for which host of one listener.
 *
 * @param byHost the winner first; a host of the listener's own hostname is there even without a route
 */
record ListenerHosts(ListenerPlan listener, SortedMap<String, List<Candidate>> byHost) {

    /** {@code onPort} are the hostnames of all listeners of the port: a host belongs to the one that is nearest to it. */
    static ListenerHosts of(ListenerPlan listener, Collection<String> onPort, List<RuleOutcomes> routes) {
        var hosts = new TreeSet<String>();
        hosts.add(listener.hostname());
        var byHostname = new HashMap<String, List<RuleOutcomes>>();
        for (RuleOutcomes route : routes) {
            hosts.addAll(Attachment.hosts(listener, route.route()));
            Attachment.hostnames(route.route())
                    .forEach(hostname -> byHostname
                            .computeIfAbsent(hostname, _ -> new ArrayList<>())
                            .add(route));
        }
        var byHost = new TreeMap<String, List<Candidate>>();
        for (String host : hosts) {
            if (Hostnames.nearest(onPort, host).orElseThrow().equals(listener.hostname())) {
                byHost.put(host, candidates(host, byHostname));
            }
        }
        return new ListenerHosts(listener, byHost);
    }

    /** All that hold for the host, each route once; those of less specific hostnames stand behind and take what the others leave. */
    private static List<Candidate> candidates(String host, Map<String, List<RuleOutcomes>> byHostname) {
        var candidates = new ArrayList<Candidate>();
        var seen = new HashSet<ObjectId>();
        for (String hostname : Hostnames.covering(host)) {
            for (RuleOutcomes route : byHostname.getOrDefault(hostname, List.of())) {
                if (seen.add(route.route().id())) {
                    route.routes()
                            .forEach(ruled -> candidates.add(
                                    new Candidate(route.route(), hostname, ruled.rule(), ruled.match(), ruled.plan())));
                }
            }
        }
        candidates.sort(Precedence.WINNER_FIRST);
        return candidates;
    }

    SortedMap<String, VirtualHostPlan> plans() {
        var plans = new TreeMap<String, VirtualHostPlan>();
        byHost.forEach((host, candidates) -> {
            List<RoutePlan> routes = candidates.stream().map(Candidate::plan).toList();
            // Where no host is named, no host at all answers 404 too.
            if (!host.equals(Hostnames.ANY) || !routes.isEmpty()) {
                plans.put(host, new VirtualHostPlan(host, routes));
            }
        });
        return plans;
    }

    /** Matches that never win a request because a rival asks for the same, by route: a sentence each for its author. */
    Map<ObjectId, Set<String>> shadowed() {
        var shadowed = new TreeMap<ObjectId, Set<String>>();
        byHost.forEach((host, candidates) -> {
            for (int i = 1; i < candidates.size(); i++) {
                Candidate loser = candidates.get(i);
                Candidate winner = candidates.get(i - 1);
                if (winner.rivals(loser)) {
                    shadowed.computeIfAbsent(loser.route().id(), _ -> new TreeSet<>())
                            .add(sentence(host, winner, loser));
                }
            }
        });
        return shadowed;
    }

    private static String sentence(String host, Candidate winner, Candidate loser) {
        boolean sameRoute = winner.route().id().equals(loser.route().id());
        return "For host " + host + " its " + loser.place() + " never wins: "
                + (sameRoute ? "its " : "HTTPRoute " + winner.route().id().qualifiedName() + ", ") + winner.place()
                + " asks for the same and comes first" + (sameRoute ? "." : ", being the older.");
    }
}
