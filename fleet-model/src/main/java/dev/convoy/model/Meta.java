package dev.convoy.model;

import java.time.Instant;
import java.util.Map;

/**
 * What every object carries.
 *
 * @param generation counts the changes of what the user asked for; conditions name the one they judged
 * @param created decides between rivals: the Gateway API lets the older object win
 */
public record Meta(
        ObjectId id, long generation, Instant created, Map<String, String> labels, Map<String, String> annotations) {
    public Meta {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
}
