package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Addresses, host names and the selectors of namespaces. */
final class GatewayRules {
    private static final List<String> OPERATORS = List.of("In", "NotIn", "Exists", "DoesNotExist");

    private GatewayRules() {}

    static void check(ObjectNode gateway, Causes causes) {
        JsonNode spec = gateway.path("spec");
        ControlCharacters.check(spec, "spec", causes);
        JsonNode addresses = spec.path("addresses");
        for (int i = 0; i < addresses.size(); i++) {
            JsonNode value = addresses.path(i).path("value");
            if (addresses.path(i).path("type").asText().equals("IPAddress")
                    && value.isTextual()
                    && IpAddress.parse(value.asText()).isEmpty()) {
                causes.add(Cause.invalid(
                        "spec.addresses[" + i + "].value", value, "must be an IP address, or say type: Hostname"));
            }
        }
        JsonNode listeners = spec.path("listeners");
        for (int i = 0; i < listeners.size(); i++) {
            String path = "spec.listeners[" + i + "]";
            Hostnames.checkOne(listeners.path(i).path("hostname"), path + ".hostname", causes);
            JsonNode namespaces = listeners.path(i).path("allowedRoutes").path("namespaces");
            checkNamespaces(namespaces, path + ".allowedRoutes.namespaces", causes);
        }
    }

    private static void checkNamespaces(JsonNode namespaces, String path, Causes causes) {
        JsonNode selector = namespaces.path("selector");
        if (namespaces.path("from").asText().equals("Selector") && selector.isMissingNode()) {
            causes.add(Cause.required(path + ".selector", "from: Selector needs a selector of namespaces"));
        }
        for (Map.Entry<String, JsonNode> label : selector.path("matchLabels").properties()) {
            String at = path + ".selector.matchLabels[" + label.getKey() + "]";
            report(at, TreeBuilder.NODES.textNode(label.getKey()), Names.wrongKey(label.getKey()), causes);
            report(at, label.getValue(), Names.wrongLabelValue(label.getValue().asText()), causes);
        }
        JsonNode expressions = selector.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            checkExpression(expressions.path(i), path + ".selector.matchExpressions[" + i + "]", causes);
        }
    }

    private static void checkExpression(JsonNode expression, String path, Causes causes) {
        JsonNode operator = expression.path("operator");
        report(
                path + ".key",
                expression.path("key"),
                Names.wrongKey(expression.path("key").asText()),
                causes);
        boolean none = expression.path("values").isEmpty();
        switch (operator.asText()) {
            case "In", "NotIn" -> {
                if (none) {
                    causes.add(Cause.required(path + ".values", "the operators In and NotIn need values"));
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!none) {
                    causes.add(
                            Cause.forbidden(path + ".values", "Exists and DoesNotExist take no values; remove them"));
                }
            }
            default -> causes.add(Cause.notSupported(path + ".operator", operator, OPERATORS));
        }
    }

    private static void report(String path, JsonNode value, @Nullable String wrong, Causes causes) {
        if (wrong != null) {
            causes.add(Cause.invalid(path, value, wrong));
        }
    }
}
