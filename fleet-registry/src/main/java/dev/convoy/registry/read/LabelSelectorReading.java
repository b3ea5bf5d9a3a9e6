package dev.convoy.registry.read;

import dev.convoy.model.LabelSelector;
import dev.convoy.model.LabelSelector.Operator;
import dev.convoy.model.LabelSelector.Requirement;
import java.util.List;
import java.util.Map;

final class LabelSelectorReading {
    private static final Map<String, Operator> OPERATORS = Map.of(
            "In", Operator.IN,
            "NotIn", Operator.NOT_IN,
            "Exists", Operator.EXISTS,
            "DoesNotExist", Operator.DOES_NOT_EXIST);

    private LabelSelectorReading() {}

    static LabelSelector selector(Field selector) {
        return new LabelSelector(
                selector.get("matchLabels").texts(),
                selector.get("matchExpressions").each(LabelSelectorReading::requirement));
    }

    private static Requirement requirement(Field expression) {
        Operator operator = expression.get("operator").oneOf(OPERATORS);
        Field values = expression.get("values");
        List<String> named = values.each(Field::text);
        boolean compares = operator == Operator.IN || operator == Operator.NOT_IN;
        if (compares == named.isEmpty()) {
            throw values.mistake(compares ? "must name at least one value" : "must be left out with this operator");
        }
        return new Requirement(expression.get("key").name(), operator, named);
    }
}
