package dev.convoy.model;

import java.util.List;
import java.util.Map;

/** A Kubernetes label selector. An empty one selects everything. */
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
    public LabelSelector {
        matchLabels = Map.copyOf(matchLabels);
        matchExpressions = List.copyOf(matchExpressions);
    }

    /** One of {@code matchExpressions}. */
    public record Requirement(String key, Operator operator, List<String> values) {
        public Requirement {
            values = List.copyOf(values);
        }

        boolean matches(Map<String, String> labels) {
            return switch (operator) {
                case IN -> labels.containsKey(key) && values.contains(labels.get(key));
                case NOT_IN -> !labels.containsKey(key) || !values.contains(labels.get(key));
                case EXISTS -> labels.containsKey(key);
                case DOES_NOT_EXIST -> !labels.containsKey(key);
            };
        }
    }

    /** {@code In}, {@code NotIn}, {@code Exists}, {@code DoesNotExist}. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST
    }

    /**
     * A selector as {@code kubectl -l} writes it, for example {@code env=prod,tier in (web,api),!legacy}.
     *
     * @throws IllegalArgumentException with a sentence, where it is none
     */
    public static LabelSelector parse(String text) {
        return new LabelSelector(Map.of(), LabelSelectorSyntax.requirements(text));
    }

    public boolean matches(Map<String, String> labels) {
        return labels.entrySet().containsAll(matchLabels.entrySet())
                && matchExpressions.stream().allMatch(requirement -> requirement.matches(labels));
    }
}
