package dev.convoy.control.planning;

import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a route is told by one of its parents, over all members that serve it. */
final class RouteVerdicts {
    private RouteVerdicts() {}

    /** {@code shadowed} says which of its matches never win, a sentence each. */
    static List<Verdict> of(Attachment attachment, List<RuleOutcomes> inMembers, Set<String> shadowed) {
        Judge judge = Judge.of(attachment.route(), attachment.parent());
        if (attachment.fault().isPresent()) {
            return List.of(judge.no("Accepted", attachment.fault().get()));
        }
        var verdicts = new ArrayList<Verdict>();
        List<Fault> unaccepted = inMembers.stream()
                .flatMap(outcome -> outcome.unaccepted().stream())
                .toList();
        if (inMembers.stream().anyMatch(RuleOutcomes::allLost)) {
            verdicts.add(judge.no("Accepted", Fault.together(unaccepted)));
        } else {
            verdicts.add(judge.yes("Accepted", "Accepted", attached(attachment, shadowed)));
            if (!unaccepted.isEmpty()) {
                // The Gateway API fixes how this message begins.
                String message = "Dropped Rule: " + Fault.together(unaccepted).message();
                verdicts.add(judge.yes("PartiallyInvalid", "UnsupportedValue", message));
            }
        }
        List<Fault> unresolved = inMembers.stream()
                .flatMap(outcome -> outcome.unresolved().stream())
                .toList();
        verdicts.add(
                unresolved.isEmpty()
                        ? judge.yes("ResolvedRefs", "ResolvedRefs", "Everything it refers to is there.")
                        : judge.no("ResolvedRefs", Fault.together(unresolved)));
        return verdicts;
    }

    private static String attached(Attachment attachment, Set<String> shadowed) {
        String attached = "Attached to " + listeners(attachment) + ".";
        return shadowed.isEmpty() ? attached : attached + " " + Fault.told(shadowed);
    }

    private static String listeners(Attachment attachment) {
        return (attachment.listeners().size() == 1 ? "listener " : "listeners ")
                + attachment.listeners().stream().map(Admission::name).collect(Collectors.joining(", "))
                + " of Gateway " + attachment.parent().gateway().qualifiedName();
    }
}
