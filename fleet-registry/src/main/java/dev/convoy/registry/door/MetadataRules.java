package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Labels, annotations and finalizers. */
final class MetadataRules {
    private static final int ANNOTATIONS_LIMIT = 256 * 1024;

    private MetadataRules() {}

    static void check(ObjectNode object, Causes causes) {
        JsonNode metadata = object.path("metadata");
        for (Map.Entry<String, JsonNode> label : metadata.path("labels").properties()) {
            report("metadata.labels", label.getKey(), Names.wrongKey(label.getKey()), causes);
            report(
                    "metadata.labels",
                    label.getValue().asText(),
                    Names.wrongLabelValue(label.getValue().asText()),
                    causes);
        }
        int size = 0;
        for (Map.Entry<String, JsonNode> annotation :
                metadata.path("annotations").properties()) {
            report("metadata.annotations", annotation.getKey(), Names.wrongKey(annotation.getKey()), causes);
            size += bytes(annotation.getKey()) + bytes(annotation.getValue().asText());
        }
        if (size > ANNOTATIONS_LIMIT) {
            causes.add(new Cause(
                    "metadata.annotations",
                    "FieldValueTooLong",
                    "Too long: all annotations together may have " + ANNOTATIONS_LIMIT + " bytes, these have " + size));
        }
        for (JsonNode finalizer : metadata.path("finalizers")) {
            report("metadata.finalizers", finalizer.asText(), Names.wrongKey(finalizer.asText()), causes);
        }
    }

    private static void report(String field, String value, @Nullable String wrong, Causes causes) {
        if (wrong != null) {
            causes.add(Cause.invalid(field, TreeBuilder.NODES.textNode(value), wrong));
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
