package dev.convoy.control.planning;

import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a Gateway as a whole is told. That it is programmed only the Envoys can say; that it cannot be is known here. */
final class GatewayVerdicts {
    private GatewayVerdicts() {}

    static List<Verdict> of(Placement.Placed placed, List<ListenerPlan> listeners, List<Fault> faults) {
        Judge judge = Judge.of(placed.gateway());
        List<String> invalid = listeners.stream()
                .filter(listener ->
                        listener.conflict().isPresent() || listener.unaccepted().isPresent())
                .map(listener -> listener.listener().name())
                .toList();
        var verdicts = new ArrayList<Verdict>();
        if (invalid.isEmpty()) {
            verdicts.add(judge.yes("Accepted", "Accepted", "Valid, to be served in " + members(placed) + "."));
        } else if (invalid.size() == listeners.size()) {
            verdicts.add(judge.no("Accepted", "ListenersNotValid", "No listener is valid; see their conditions."));
        } else {
            verdicts.add(judge.yes(
                    "Accepted",
                    "ListenersNotValid",
                    "Served without these listeners, which are not valid (see their conditions): "
                            + String.join(", ", invalid) + "."));
        }
        if (placed.members().isEmpty()) {
            verdicts.add(judge.no(
                    "Programmed",
                    "Pending",
                    "Its class selects no member of the fleet. Correct the annotation fleet.convoy.dev/member-selector of the"
                            + " GatewayClass, label a Membership, or register the member."));
        } else if (!faults.isEmpty()) {
            verdicts.add(judge.no("Programmed", Fault.together(faults)));
        } else if (listeners.stream().noneMatch(ListenerPlan::serves)) {
            verdicts.add(judge.no("Programmed", "Invalid", "No listener can be served; see their conditions."));
        }
        return verdicts;
    }

    static Verdict refused(Placement.Refused refused) {
        return Judge.of(refused.gateway()).no("Accepted", refused.fault());
    }

    private static String members(Placement.Placed placed) {
        return placed.members().isEmpty()
                ? "no member yet"
                : placed.members().stream()
                        .map(member -> member.memberId().name())
                        .collect(Collectors.joining(", "));
    }
}
