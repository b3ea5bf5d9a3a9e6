package dev.convoy.registry.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;

/** Whether two trees say the same: the order of fields does not matter, nor whether a number is held as an int or as a long. */
final class JsonEquality {
    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> {
        if (!one.isNumber() || !other.isNumber()) {
            return one.equals(other) ? 0 : 1;
        }
        return one.isIntegralNumber() && other.isIntegralNumber()
                ? one.bigIntegerValue().compareTo(other.bigIntegerValue())
                : Double.compare(one.doubleValue(), other.doubleValue());
    };

    private JsonEquality() {}

    static boolean same(ObjectNode one, ObjectNode other) {
        return one.equals(BY_VALUE, other);
    }
}
