package dev.convoy.control.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Kind;
import dev.convoy.model.Tree;
import dev.convoy.registry.door.ServedKind;
import java.util.List;

/** What is served where, as clients ask before they ask for anything else. */
final class Discovery {
    private static final List<String> WHOLE_VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final List<String> STATUS_VERBS = List.of("get", "patch", "update");

    private Discovery() {}

    static ObjectNode root() {
        ObjectNode root = Json.object();
        ArrayNode paths = root.putArray("paths");
        List.of(
                        "/api",
                        "/apis",
                        "/join",
                        "/members",
                        "/openapi/v2",
                        "/openapi/v3",
                        "/v3/discovery:client_status",
                        "/version")
                .forEach(paths::add);
        return root;
    }

    /** kubectl compares its own version with this one: the Kubernetes whose API this follows. */
    static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "33")
                .put("gitVersion", "v1.33.0+convoy")
                .put("platform", "java");
    }

    static ObjectNode coreVersions() {
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    static ObjectNode groups(Tree tree) {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        Catalogue.groups(tree).forEach(group -> groups.add(group(tree, group)));
        return list;
    }

    static ObjectNode oneGroup(Tree tree, String group) {
        ObjectNode shown = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
        shown.setAll(group(tree, group));
        return shown;
    }

    private static ObjectNode group(Tree tree, String group) {
        return group(group, Catalogue.versions(tree, group));
    }

    private static ObjectNode group(String group, List<String> served) {
        ObjectNode shown = Json.object().put("name", group);
        ArrayNode versions = shown.putArray("versions");
        served.forEach(version ->
                versions.addObject().put("groupVersion", group + "/" + version).put("version", version));
        shown.set("preferredVersion", versions.get(0));
        return shown;
    }

    static ObjectNode resources(Tree tree, String group, String version) {
        ObjectNode list = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", Catalogue.apiVersion(group, version));
        ArrayNode resources = list.putArray("resources");
        for (ServedKind served : Catalogue.of(tree, group, version)) {
            ObjectNode whole = resource(served, served.kind().plural(), WHOLE_VERBS);
            strings(whole.putArray("shortNames"), served.shortNames());
            strings(whole.putArray("categories"), served.categories());
            resources.add(whole);
            if (Catalogue.hasStatus(served.kind())) {
                resources.add(resource(served, served.kind().plural() + "/status", STATUS_VERBS));
            }
        }
        if (group.isEmpty()) {
            ObjectNode events = resources
                    .addObject()
                    .put("name", "events")
                    .put("singularName", "event")
                    .put("namespaced", true)
                    .put("kind", "Event");
            strings(events.putArray("verbs"), List.of("list"));
        }
        return list;
    }

    private static ObjectNode resource(ServedKind served, String name, List<String> verbs) {
        ObjectNode resource = Json.object()
                .put("name", name)
                .put("singularName", served.singular())
                .put("namespaced", served.kind().namespaced())
                .put("kind", served.kind().kindName());
        strings(resource.putArray("verbs"), verbs);
        return resource;
    }

    /** All groups of {@code /api} (the core group alone) or {@code /apis} in one document. */
    static ObjectNode aggregated(Tree tree, boolean core) {
        ObjectNode list =
                Json.object().put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        List<String> groups = core ? List.of("") : Catalogue.groups(tree);
        for (String group : groups) {
            ObjectNode item = items.addObject();
            item.putObject("metadata").put("name", group);
            ArrayNode versions = item.putArray("versions");
            for (String version : Catalogue.versions(tree, group)) {
                ObjectNode shown = versions.addObject().put("version", version).put("freshness", "Current");
                ArrayNode resources = shown.putArray("resources");
                Catalogue.of(tree, group, version).forEach(served -> resources.add(aggregated(served, group, version)));
                if (group.isEmpty()) {
                    resources.add(aggregatedEvents());
                }
            }
        }
        return list;
    }

    private static ObjectNode aggregated(ServedKind served, String group, String version) {
        Kind kind = served.kind();
        ObjectNode shown = Json.object()
                .put("resource", kind.plural())
                .put("scope", kind.namespaced() ? "Namespaced" : "Cluster")
                .put("singularResource", served.singular());
        shown.set("responseKind", responseKind(group, version, kind));
        strings(shown.putArray("verbs"), WHOLE_VERBS);
        strings(shown.putArray("shortNames"), served.shortNames());
        strings(shown.putArray("categories"), served.categories());
        if (Catalogue.hasStatus(kind)) {
            ObjectNode status = shown.putArray("subresources").addObject().put("subresource", "status");
            status.set("responseKind", responseKind(group, version, kind));
            strings(status.putArray("verbs"), STATUS_VERBS);
        }
        return shown;
    }

    private static ObjectNode aggregatedEvents() {
        ObjectNode events = Json.object()
                .put("resource", "events")
                .put("scope", "Namespaced")
                .put("singularResource", "event");
        events.putObject("responseKind").put("group", "").put("version", "v1").put("kind", "Event");
        strings(events.putArray("verbs"), List.of("list"));
        return events;
    }

    private static ObjectNode responseKind(String group, String version, Kind kind) {
        return Json.object().put("group", group).put("version", version).put("kind", kind.kindName());
    }

    private static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
