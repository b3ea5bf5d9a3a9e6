package dev.convoy.control.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.FleetNames;
import dev.convoy.model.HttpRoute.ParentRef;
import dev.convoy.model.plan.Verdict;
import dev.convoy.model.plan.Verdict.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The status of a route: what each of its parents thinks of it ({@code RouteStatus} of the Gateway API). */
final class RouteStatus {
    private RouteStatus() {}

    static ObjectNode json(List<Verdict> verdicts, ObjectNode before, Instant now) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        ArrayNode parents = status.putArray("parents");
        keepOthers(before, parents);
        var byParent = new LinkedHashMap<ParentRef, List<Verdict>>();
        for (Verdict verdict : verdicts) {
            if (verdict.subject() instanceof Subject.OfParent(var _, ParentRef parent)) {
                byParent.computeIfAbsent(parent, _ -> new ArrayList<>()).add(verdict);
            }
        }
        byParent.forEach((parent, judged) -> {
            ObjectNode reference = reference(parent);
            ObjectNode entry = parents.addObject();
            entry.set("parentRef", reference);
            entry.put("controllerName", FleetNames.CONTROLLER);
            entry.set("conditions", Condition.json(Condition.of(judged), conditionsBefore(before, reference), now));
        });
        return status;
    }

    /** Whether some of it is signed by us. */
    static boolean isOurs(ObjectNode status) {
        return status.path("parents").valueStream().anyMatch(RouteStatus::isOurs);
    }

    private static boolean isOurs(JsonNode parent) {
        return parent.path("controllerName").asText().equals(FleetNames.CONTROLLER);
    }

    /** Parents that another controller signed are not ours to change. */
    private static void keepOthers(ObjectNode before, ArrayNode parents) {
        before.path("parents").valueStream().filter(parent -> !isOurs(parent)).forEach(parents::add);
    }

    private static JsonNode conditionsBefore(ObjectNode before, ObjectNode reference) {
        for (JsonNode parent : before.path("parents")) {
            if (parent.path("parentRef").equals(reference) && isOurs(parent)) {
                return parent.path("conditions");
            }
        }
        return MissingNode.getInstance();
    }

    private static ObjectNode reference(ParentRef parent) {
        ObjectNode reference = JsonNodeFactory.instance
                .objectNode()
                .put("group", parent.gateway().target().group())
                .put("kind", parent.gateway().target().kind())
                .put("name", parent.gateway().name());
        if (parent.namespaceGiven()) {
            reference.put("namespace", parent.gateway().namespace());
        }
        if (!parent.section().isEmpty()) {
            reference.put("sectionName", parent.section());
        }
        if (parent.port() != 0) {
            reference.put("port", parent.port());
        }
        return reference;
    }
}
