package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** CR, LF, NUL and the like have no place in routing, least of all in headers. The tab is a blank there. */
final class ControlCharacters {
    private ControlCharacters() {}

    static void check(JsonNode node, String path, Causes causes) {
        if (node.isTextual()) {
            if (node.asText().chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
                causes.add(
                        Cause.invalid(path, node, "must not contain control characters such as CR or LF; remove them"));
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                check(field.getValue(), path + "." + field.getKey(), causes);
            }
        } else {
            for (int i = 0; i < node.size(); i++) {
                check(node.path(i), path + "[" + i + "]", causes);
            }
        }
    }
}
