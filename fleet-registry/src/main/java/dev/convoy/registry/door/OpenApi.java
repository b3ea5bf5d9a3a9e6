package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The schemas as OpenAPI documents. kubectl reads three things out of them: the fields (explain), that a {@code PATCH} takes {@code
 * fieldValidation} (so that it leaves validation to the hub), and how the lists of the core kinds merge (apply).
 */
public final class OpenApi {
    private static final String JSON = "application/json";
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String STRATEGIC_MERGE_PATCH = "application/strategic-merge-patch+json";
    private static final String GROUP_VERSION_KIND = "x-kubernetes-group-version-kind";

    private OpenApi() {}

    /**
     * What {@code /openapi/v3} answers.
     *
     * @param prefix of the tree's paths: empty, or for example {@code /members/tokyo}
     */
    public static ObjectNode index(List<ServedKind> served, String prefix) {
        ObjectNode index = TreeBuilder.NODES.objectNode();
        ObjectNode paths = index.putObject("paths");
        for (ServedKind kind : served) {
            for (String version : kind.versions()) {
                String root = root(kind, version);
                paths.putObject(root).put("serverRelativeURL", prefix + "/openapi/v3/" + root);
            }
        }
        return index;
    }

    /** The document of one group and version, where these kinds are. */
    public static ObjectNode document(List<ServedKind> served, String version) {
        ObjectNode document = TreeBuilder.NODES.objectNode();
        document.put("openapi", "3.0.0");
        document.putObject("info").put("title", "Convoy").put("version", "v1");
        ObjectNode paths = document.putObject("paths");
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        for (ServedKind kind : served) {
            addPaths(paths, kind, version);
            addSchemas(schemas, kind, version);
        }
        return document;
    }

    /** {@code api/v1} or {@code apis/<group>/<version>}. */
    private static String root(ServedKind kind, String version) {
        return (kind.group().isEmpty() ? "api/" : "apis/") + kind.apiVersion(version);
    }

    private static void addPaths(ObjectNode paths, ServedKind kind, String version) {
        String scope = kind.kind().namespaced() ? "/namespaces/{namespace}" : "";
        String collection =
                "/" + root(kind, version) + scope + "/" + kind.kind().plural();
        ObjectNode all = paths.putObject(collection);
        operation(all, "get", "list", kind, version);
        body(operation(all, "post", "post", kind, version), kind, version, JSON);
        ObjectNode one = paths.putObject(collection + "/{name}");
        operation(one, "get", "get", kind, version);
        body(operation(one, "put", "put", kind, version), kind, version, JSON);
        ObjectNode patch = operation(one, "patch", "patch", kind, version);
        body(patch, kind, version, MERGE_PATCH);
        if (StrategicMergePatch.understands(kind.kind())) {
            body(patch, kind, version, STRATEGIC_MERGE_PATCH);
        }
        operation(one, "delete", "delete", kind, version);
    }

    private static ObjectNode operation(
            ObjectNode path, String method, String action, ServedKind kind, String version) {
        ObjectNode operation = path.putObject(method);
        operation.put("operationId", action + kind.kind().kindName());
        operation.put("x-kubernetes-action", action);
        operation.set(GROUP_VERSION_KIND, groupVersionKind(kind, version));
        ArrayNode parameters = operation.putArray("parameters");
        if (method.equals("post") || method.equals("put") || method.equals("patch")) {
            ObjectNode parameter =
                    parameters.addObject().put("name", "fieldValidation").put("in", "query");
            parameter.put(
                    "description",
                    "What becomes of unknown and duplicate fields: Strict, Warn (the default) or Ignore.");
            parameter.putObject("schema").put("type", "string");
        }
        ObjectNode ok = operation.putObject("responses").putObject("200").put("description", "OK");
        String what = component(kind, version) + (action.equals("list") ? "List" : "");
        if (!action.equals("delete")) {
            reference(ok.putObject("content").putObject(JSON), what);
        }
        return operation;
    }

    private static void body(ObjectNode operation, ServedKind kind, String version, String mediaType) {
        ObjectNode content = operation.withObjectProperty("requestBody").withObjectProperty("content");
        reference(content.putObject(mediaType), component(kind, version));
    }

    private static void reference(ObjectNode media, String component) {
        media.putObject("schema").put("$ref", Schemas.REFERENCE + component);
    }

    private static void addSchemas(ObjectNode schemas, ServedKind kind, String version) {
        String name = component(kind, version);
        ObjectNode schema = Schemas.source(kind.kind()).deepCopy();
        schema.putArray(GROUP_VERSION_KIND).add(groupVersionKind(kind, version));
        schemas.set(name, schema);
        ObjectNode list = schemas.putObject(name + "List");
        list.put("type", "object").put("description", "A list of " + kind.kind().kindName() + ".");
        ObjectNode properties = list.putObject("properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.putObject("metadata").put("type", "object");
        properties.putObject("items").put("type", "array").putObject("items").put("$ref", Schemas.REFERENCE + name);
        for (String referred : referredBy(schema)) {
            schemas.set(referred, Schemas.component(referred));
        }
    }

    /** Every component that a schema needs, directly or not. */
    private static Set<String> referredBy(JsonNode schema) {
        Set<String> found = new LinkedHashSet<>();
        Deque<JsonNode> open = new ArrayDeque<>(List.of(schema));
        while (!open.isEmpty()) {
            for (String reference : open.pop().findValuesAsText("$ref")) {
                String name = reference.substring(Schemas.REFERENCE.length());
                if (found.add(name)) {
                    open.push(Schemas.component(name));
                }
            }
        }
        return found;
    }

    private static ObjectNode groupVersionKind(ServedKind kind, String version) {
        return TreeBuilder.NODES
                .objectNode()
                .put("group", kind.group())
                .put("version", version)
                .put("kind", kind.kind().kindName());
    }

    /** As Kubernetes names components: {@code io.k8s.networking.gateway.v1.HTTPRoute}. */
    private static String component(ServedKind kind, String version) {
        return switch (kind.kind()) {
            case NAMESPACE, SERVICE, SECRET ->
                "io.k8s.api.core.v1." + kind.kind().kindName();
            case ENDPOINT_SLICE -> "io.k8s.api.discovery.v1.EndpointSlice";
            case MEMBERSHIP, GATEWAY_CLASS, GATEWAY, HTTP_ROUTE, REFERENCE_GRANT, SERVICE_EXPORT, SERVICE_IMPORT -> {
                List<String> parts = new ArrayList<>(Arrays.asList(kind.group().split("\\.", -1)));
                Collections.reverse(parts);
                yield String.join(".", parts) + "." + version + "."
                        + kind.kind().kindName();
            }
        };
    }
}
