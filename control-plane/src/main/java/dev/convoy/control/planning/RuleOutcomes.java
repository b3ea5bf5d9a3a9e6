package dev.convoy.control.planning;

import dev.convoy.model.BackendRef;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.HttpRoute.Match;
import dev.convoy.model.Policy;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.model.plan.RoutePlan.WeightedBackend;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the rules of one route come to in one member, whatever listeners it attaches to.
 *
 * @param routes each sound match of each rule, in the user's order
 * @param rulesLost how many rules do not do what they say
 * @param unaccepted why
 * @param unresolved references that lead nowhere
 * @param backends all that the rules name, those of weight zero included, so that a shift finds them warm
 */
record RuleOutcomes(
        HttpRoute route,
        List<Ruled> routes,
        int rulesLost,
        List<Fault> unaccepted,
        List<Fault> unresolved,
        Collection<BackendId> backends) {

    RuleOutcomes {
        routes = List.copyOf(routes);
        unaccepted = List.copyOf(unaccepted);
        unresolved = List.copyOf(unresolved);
        backends = List.copyOf(backends);
    }

    /** One match of one rule, with its place in the route. */
    record Ruled(int rule, int match, RoutePlan plan) {}

    static RuleOutcomes of(HttpRoute route, Backends backends, Backends.Viewer viewer) {
        var outcome = new Building(route, backends, viewer);
        for (int index = 0; index < route.rules().size(); index++) {
            outcome.add(index, route.rules().get(index));
        }
        return outcome.done();
    }

    private static final class Building {
        private final HttpRoute route;
        private final Backends known;
        private final Backends.Viewer viewer;
        private final List<Ruled> routes = new ArrayList<>();
        private final List<Fault> unaccepted = new ArrayList<>();
        private final List<Fault> unresolved = new ArrayList<>();
        private final TreeSet<BackendId> backends = new TreeSet<>();
        private int rulesLost;

        Building(HttpRoute route, Backends known, Backends.Viewer viewer) {
            this.route = route;
            this.known = known;
            this.viewer = viewer;
        }

        RuleOutcomes done() {
            return new RuleOutcomes(route, routes, rulesLost, unaccepted, unresolved, backends);
        }

        void add(int index, HttpRoute.Rule rule) {
            String field = "spec.rules[" + index + "]";
            List<Match> matches = Matches.of(rule);
            var faults = new ArrayList<Fault>();
            new PolicyCheck(matches, !rule.backends().isEmpty(), field)
                    .fault(rule.policies())
                    .ifPresent(faults::add);
            boolean sound = faults.isEmpty();
            Action action = sound ? action(rule, field, faults) : new Action.Answer(500);
            List<Policy> policies = action instanceof Action.Answer ? List.of() : policies(rule, field);
            for (int match = 0; match < matches.size(); match++) {
                Optional<Fault> unsound = Matches.fault(matches.get(match), field + ".matches[" + match + "]");
                unsound.ifPresent(faults::add);
                if (unsound.isEmpty()) {
                    var plan = new RoutePlan(name(index, match), matches.get(match), policies, action);
                    routes.add(new Ruled(index, match, plan));
                }
            }
            if (!faults.isEmpty()) {
                rulesLost++;
                unaccepted.addAll(faults);
            }
        }

        private String name(int rule, int match) {
            return "httproute/" + route.id().qualifiedName() + "/rule/" + rule + "/match/" + match;
        }

        private Action action(HttpRoute.Rule rule, String field, List<Fault> faults) {
            if (rule.policies().stream().anyMatch(Policy.Redirect.class::isInstance)) {
                return new Action.Redirect();
            }
            var usable = new ArrayList<WeightedBackend>();
            int failing = 0;
            for (int index = 0; index < rule.backends().size(); index++) {
                BackendRef backend = rule.backends().get(index);
                String where = field + ".backendRefs[" + index + "]";
                Optional<Fault> unfit = PolicyCheck.ofBackend(backend.policies(), where);
                unfit.ifPresent(faults::add);
                Optional<BackendId> id = resolve(backend, where);
                if (unfit.isPresent() || id.isEmpty()) {
                    failing += backend.weight();
                } else if (backend.weight() > 0) {
                    usable.add(new WeightedBackend(id.get(), backend.weight(), backend.policies()));
                }
            }
            // The Gateway API answers 500 where no backend is usable, weights that sum to zero included.
            return usable.isEmpty() ? new Action.Answer(500) : new Action.Forward(usable, failing);
        }

        /** A mirror whose backend is not there is left out: nobody waits for its answers. */
        private List<Policy> policies(HttpRoute.Rule rule, String field) {
            return rule.policies().stream()
                    .filter(policy -> !(policy instanceof Policy.Mirror mirror)
                            || resolve(mirror.backend(), field + ", RequestMirror")
                                    .isPresent())
                    .toList();
        }

        private Optional<BackendId> resolve(BackendRef backend, String field) {
            return switch (known.resolve(backend, route, viewer, field)) {
                case Backends.Resolved.Found(BackendId id) -> {
                    backends.add(id);
                    yield Optional.of(id);
                }
                case Backends.Resolved.Missing(Fault fault) -> {
                    unresolved.add(fault);
                    yield Optional.empty();
                }
            };
        }
    }

    boolean hasFaults() {
        return !unaccepted.isEmpty() || !unresolved.isEmpty();
    }

    /** Whether no rule does what it says. */
    boolean allLost() {
        return rulesLost > 0 && rulesLost == route.rules().size();
    }
}
