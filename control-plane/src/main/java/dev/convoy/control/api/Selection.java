package dev.convoy.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoy.model.LabelSelector;
import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.StoredObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which objects of a collection are meant: {@code labelSelector} and {@code fieldSelector} together. */
record Selection(LabelSelector labels, List<Predicate<ObjectId>> fields) {
    Selection {
        fields = List.copyOf(fields);
    }

    static Selection of(Call call) {
        return new Selection(
                SelectorReader.labels(call.parameter("labelSelector").orElse("")),
                SelectorReader.fields(call.parameter("fieldSelector").orElse("")));
    }

    /** Whether an object may come and go from the selection while it exists. */
    boolean changes() {
        return !labels.matchLabels().isEmpty() || !labels.matchExpressions().isEmpty();
    }

    boolean takes(StoredObject object) {
        return fields.stream().allMatch(field -> field.test(object.id())) && labels.matches(labelsOf(object));
    }

    private static Map<String, String> labelsOf(StoredObject object) {
        JsonNode node = object.manifest().json().path("metadata").path("labels");
        Map<String, String> labels = new HashMap<>();
        node.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }
}
