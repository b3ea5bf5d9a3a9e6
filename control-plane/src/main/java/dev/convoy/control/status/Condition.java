package dev.convoy.control.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.plan.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One entry of a {@code conditions} list ({@code metav1.Condition}). */
record Condition(String type, boolean holds, String reason, String message, long generation) {
    /** Kubernetes' limit for a condition's message. */
    private static final int LONGEST_MESSAGE = 32_768;

    /**
     * One condition for each type judged. Where several members judged the same, one failure suffices for {@code False}, and every
     * different complaint is told.
     */
    static List<Condition> of(Collection<Verdict> verdicts) {
        var byType = verdicts.stream()
                .collect(Collectors.groupingBy(Verdict::condition, LinkedHashMap::new, Collectors.toList()));
        var conditions = new ArrayList<Condition>();
        byType.forEach((type, judged) -> {
            List<Verdict> complaints =
                    judged.stream().filter(verdict -> !verdict.holds()).toList();
            Verdict first = complaints.isEmpty() ? judged.getFirst() : complaints.getFirst();
            String message = complaints.isEmpty()
                    ? first.message()
                    : complaints.stream().map(Verdict::message).distinct().collect(Collectors.joining("; "));
            conditions.add(new Condition(type, complaints.isEmpty(), first.reason(), message, first.generation()));
        });
        return conditions;
    }

    /** The conditions with one more, which replaces another of its type. */
    static List<Condition> with(List<Condition> conditions, Condition added) {
        return Stream.concat(
                        conditions.stream()
                                .filter(condition -> !condition.type().equals(added.type())),
                        Stream.of(added))
                .toList();
    }

    static ArrayNode json(List<Condition> conditions, JsonNode previousConditions, Instant now) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        conditions.forEach(condition -> array.add(condition.json(previousConditions, now)));
        return array;
    }

    /** As JSON; the time of transition stays where the same condition already had this status before. */
    private ObjectNode json(JsonNode previousConditions, Instant now) {
        String status = holds ? "True" : "False";
        String since = now.truncatedTo(ChronoUnit.SECONDS).toString();
        for (JsonNode previous : previousConditions) {
            if (previous.path("type").asText().equals(type)
                    && previous.path("status").asText().equals(status)) {
                since = previous.path("lastTransitionTime").asText(since);
            }
        }
        String shown = message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("status", status)
                .put("reason", reason)
                .put("message", shown)
                .put("observedGeneration", generation)
                .put("lastTransitionTime", since);
    }
}
