package dev.convoy.control.planning;

import dev.convoy.control.planning.Precedence.Candidate;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.VirtualHostPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one host of a listener comes to.
 *
 * @param plan the winner first; nothing where no host is named and no route holds: no host at all answers 404 too
 * @param shadowed matches that never win a request because a rival asks for the same, by route: a sentence each for its author
 */
record ServedHost(Optional<VirtualHostPlan> plan, Map<ObjectId, Set<String>> shadowed) {

    /** The winner first. */
    static ServedHost of(String host, List<Candidate> candidates) {
        List<RoutePlan> routes = candidates.stream().map(Candidate::plan).toList();
        return new ServedHost(
                host.equals(Hostnames.ANY) && routes.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new VirtualHostPlan(host, routes)),
                shadowed(host, candidates));
    }

    private static Map<ObjectId, Set<String>> shadowed(String host, List<Candidate> candidates) {
        var shadowed = new TreeMap<ObjectId, Set<String>>();
        for (int i = 1; i < candidates.size(); i++) {
            Candidate loser = candidates.get(i);
            Candidate winner = candidates.get(i - 1);
            if (winner.rivals(loser)) {
                shadowed.computeIfAbsent(loser.route().id(), _ -> new TreeSet<>())
                        .add(sentence(host, winner, loser));
            }
        }
        return shadowed;
    }

    private static String sentence(String host, Candidate winner, Candidate loser) {
        boolean sameRoute = winner.route().id().equals(loser.route().id());
        return "For host " + host + " its " + loser.place() + " never wins: "
                + (sameRoute ? "its " : "HTTPRoute " + winner.route().id().qualifiedName() + ", ") + winner.place()
                + " asks for the same and comes first" + (sameRoute ? "." : ", being the older.");
    }
}
