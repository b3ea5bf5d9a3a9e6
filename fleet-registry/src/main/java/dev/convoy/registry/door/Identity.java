package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether an object is what its path says: version, kind, namespace, name. Fills in what the author left to the path. */
final class Identity {
    private Identity() {}

    /** A sentence for the author where the object does not belong at this path; null where it does. */
    static @Nullable String misplaced(Request request, ObjectNode object) {
        ObjectId id = request.id();
        List<String> served = ServedKind.apiVersions(id.kind());
        String kind = id.kind().kindName();
        if (!served.contains(request.apiVersion())) {
            return kind + " is not served as " + request.apiVersion() + "; use apiVersion: "
                    + String.join(" or ", served) + ".";
        }
        JsonNode stated = object.path("apiVersion");
        if (!stated.isMissingNode() && !stated.asText().equals(request.apiVersion())) {
            String remedy = served.contains(stated.asText())
                    ? "send it to the path of that version, or write apiVersion: " + request.apiVersion()
                    : "write apiVersion: " + String.join(" or ", served);
            return "The object says apiVersion " + stated + ", but this path is of " + request.apiVersion() + "; "
                    + remedy + ".";
        }
        JsonNode statedKind = object.path("kind");
        if (!statedKind.isMissingNode() && !statedKind.asText().equals(kind)) {
            return "The object says kind " + statedKind + ", but this path is of " + kind + "; write kind: " + kind
                    + ".";
        }
        JsonNode metadata = object.path("metadata");
        if (!metadata.isMissingNode() && !metadata.isObject() && !metadata.isNull()) {
            return "metadata must be an object with a name.";
        }
        String elsewhere = mismatch("name", metadata, id.name());
        if (elsewhere == null) {
            elsewhere = mismatch("namespace", metadata, id.namespace());
        }
        if (elsewhere == null) {
            complete(object, id);
        }
        return elsewhere;
    }

    private static @Nullable String mismatch(String field, JsonNode metadata, String expected) {
        String stated = metadata.path(field).asText("");
        if (stated.isEmpty() || stated.equals(expected)) {
            return null;
        }
        String remedy = expected.isEmpty() ? "remove it" : "write " + field + ": " + expected;
        return "The object says metadata." + field + " " + metadata.path(field) + ", but this path has "
                + (expected.isEmpty() ? "none" : '"' + expected + '"') + "; " + remedy + ".";
    }

    private static void complete(ObjectNode object, ObjectId id) {
        object.put("apiVersion", ServedKind.preferred(id.kind()));
        object.put("kind", id.kind().kindName());
        if (!object.path("metadata").isObject()) {
            object.putObject("metadata");
        }
        ObjectNode metadata = object.withObjectProperty("metadata");
        metadata.put("name", id.name());
        metadata.remove("namespace");
        if (id.kind().namespaced()) {
            metadata.put("namespace", id.namespace());
        }
    }

    /** What is wrong with the names themselves. */
    static List<Cause> causes(ObjectId id) {
        List<Cause> causes = new ArrayList<>();
        if (id.name().isEmpty()) {
            causes.add(Cause.required("metadata.name", "give the object a name"));
        } else {
            boolean label = switch (id.kind()) {
                case NAMESPACE, MEMBERSHIP, SERVICE, SERVICE_EXPORT, SERVICE_IMPORT -> true;
                case GATEWAY_CLASS, GATEWAY, HTTP_ROUTE, REFERENCE_GRANT, ENDPOINT_SLICE, SECRET -> false;
            };
            String wrong = label ? Names.wrongLabel(id.name()) : Names.wrongSubdomain(id.name());
            if (wrong != null) {
                causes.add(Cause.invalid("metadata.name", TreeBuilder.NODES.textNode(id.name()), wrong));
            } else if (id.kind() == Kind.SERVICE && Character.isDigit(id.name().charAt(0))) {
                causes.add(Cause.invalid(
                        "metadata.name",
                        TreeBuilder.NODES.textNode(id.name()),
                        "a Service's name must begin with a letter"));
            }
        }
        if (id.kind().namespaced()) {
            String wrong = Names.wrongLabel(id.namespace());
            if (wrong != null) {
                causes.add(Cause.invalid("metadata.namespace", TreeBuilder.NODES.textNode(id.namespace()), wrong));
            }
        }
        return causes;
    }
}
