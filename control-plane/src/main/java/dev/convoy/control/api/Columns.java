package dev.convoy.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.convoy.model.Kind;
import dev.convoy.registry.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a table shows of each kind, beside its name. No column ever shows a value of a Secret. */
final class Columns {
    private Columns() {}

    /** @param wide whether only {@code -o wide} shows it */
    record Column(String name, String description, boolean wide, Function<StoredObject, String> cell) {}

    static List<Column> of(Kind kind) {
        return switch (kind) {
            case NAMESPACE ->
                List.of(new Column("Status", "Always Active: deletion is immediate", false, _ -> "Active"), age());
            case MEMBERSHIP ->
                List.of(
                        spec("Region", "/locality/region"),
                        wide(spec("Zone", "/locality/zone")),
                        spec("Network", "/network"),
                        new Column(
                                "Gateways",
                                "The addresses that its Envoys may bind",
                                true,
                                object -> joined(object.manifest().json().at("/spec/gatewayAddresses"))),
                        wide(spec("East-West", "/eastWest/address")),
                        age());
            case GATEWAY_CLASS -> List.of(spec("Controller", "/controllerName"), condition("Accepted"), age());
            case GATEWAY ->
                List.of(
                        spec("Class", "/gatewayClassName"),
                        new Column(
                                "Address",
                                "Where it answers",
                                false,
                                object -> values(Rendering.status(object).path("addresses"), "value")),
                        condition("Programmed"),
                        age());
            case HTTP_ROUTE ->
                List.of(
                        new Column(
                                "Hostnames",
                                "The hosts it is for; none means all of its Gateway's",
                                false,
                                object -> text(object.manifest().json().at("/spec/hostnames"))),
                        age());
            case REFERENCE_GRANT, SERVICE_EXPORT -> List.of(age());
            case SERVICE ->
                List.of(
                        spec("Type", "/type"),
                        spec("Cluster-IP", "/clusterIP"),
                        new Column(
                                "Port(s)",
                                "Port and protocol",
                                false,
                                object -> object.manifest()
                                        .json()
                                        .at("/spec/ports")
                                        .valueStream()
                                        .map(port -> port.path("port").asText() + "/"
                                                + port.path("protocol").asText("TCP"))
                                        .collect(Collectors.joining(","))),
                        age());
            case ENDPOINT_SLICE ->
                List.of(
                        field("AddressType", "/addressType"),
                        new Column(
                                "Ports",
                                "What its Pods listen on",
                                false,
                                object -> values(object.manifest().json().path("ports"), "port")),
                        new Column("Endpoints", "The addresses of its Pods", false, Columns::endpoints),
                        age());
            case SECRET ->
                List.of(
                        field("Type", "/type"),
                        new Column(
                                "Data",
                                "How many values it holds",
                                false,
                                object -> Integer.toString(
                                        object.manifest().json().path("data").size())),
                        age());
            case SERVICE_IMPORT -> List.of(spec("Type", "/type"), age());
        };
    }

    private static Column age() {
        return new Column(
                "Age",
                "Since it was created",
                false,
                object -> humanly(Duration.between(object.created(), Instant.now())));
    }

    private static Column spec(String name, String pointer) {
        return field(name, "/spec" + pointer);
    }

    private static Column field(String name, String pointer) {
        return new Column(
                name,
                pointer.substring(1).replace('/', '.'),
                false,
                object -> text(object.manifest().json().at(pointer)));
    }

    private static Column wide(Column column) {
        return new Column(column.name(), column.description(), true, column.cell());
    }

    private static Column condition(String type) {
        return new Column(
                type,
                "The condition of that name",
                false,
                object -> Rendering.status(object)
                        .path("conditions")
                        .valueStream()
                        .filter(condition -> condition.path("type").asText().equals(type))
                        .map(condition -> condition.path("status").asText())
                        .findFirst()
                        .orElse(""));
    }

    private static String endpoints(StoredObject slice) {
        JsonNode endpoints = slice.manifest().json().path("endpoints");
        String first = endpoints
                .valueStream()
                .limit(3)
                .map(endpoint -> joined(endpoint.path("addresses")))
                .collect(Collectors.joining(","));
        return endpoints.size() > 3 ? first + " + " + (endpoints.size() - 3) + " more..." : first;
    }

    private static String values(JsonNode list, String field) {
        return list.valueStream().map(entry -> entry.path(field).asText()).collect(Collectors.joining(","));
    }

    private static String joined(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? "" : node instanceof TextNode ? node.asText() : node.toString();
    }

    /** As kubectl writes ages: two units where the first is small. */
    static String humanly(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        long minutes = seconds / 60;
        long hours = minutes / 60;
        long days = hours / 24;
        if (seconds < 120) {
            return seconds + "s";
        }
        if (minutes < 10) {
            return two(minutes, "m", seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        if (hours < 8) {
            return two(hours, "h", minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        if (days < 8) {
            return two(days, "d", hours % 24, "h");
        }
        return days < 730 ? days + "d" : two(days / 365, "y", days % 365, "d");
    }

    private static String two(long big, String bigUnit, long small, String smallUnit) {
        return small == 0 ? big + bigUnit : big + bigUnit + small + smallUnit;
    }
}
