package dev.convoy.control.api;

import dev.convoy.model.Kind;
import dev.convoy.model.Tree;
import dev.convoy.registry.door.ServedKind;
import java.util.List;
import java.util.Optional;

/** What each tree serves: a member has no members of its own. */
final class Catalogue {
    private Catalogue() {}

    static List<ServedKind> of(Tree tree) {
        return switch (tree) {
            case Tree.Fleet _ -> ServedKind.all();
            case Tree.OfMember _ ->
                ServedKind.all().stream()
                        .filter(served -> served.kind() != Kind.MEMBERSHIP)
                        .toList();
        };
    }

    static List<ServedKind> of(Tree tree, String group, String version) {
        return of(tree).stream()
                .filter(served ->
                        served.group().equals(group) && served.versions().contains(version))
                .toList();
    }

    /** The groups that have a name, each once. */
    static List<String> groups(Tree tree) {
        return of(tree).stream()
                .map(ServedKind::group)
                .filter(group -> !group.isEmpty())
                .distinct()
                .toList();
    }

    /** The versions of a group, the preferred one first. */
    static List<String> versions(Tree tree, String group) {
        return of(tree).stream()
                .filter(served -> served.group().equals(group))
                .flatMap(served -> served.versions().stream())
                .distinct()
                .toList();
    }

    static Optional<ServedKind> find(Tree tree, String group, String version, String plural) {
        return of(tree, group, version).stream()
                .filter(served -> served.kind().plural().equals(plural))
                .findFirst();
    }

    static boolean hasStatus(Kind kind) {
        return switch (kind) {
            case SECRET, ENDPOINT_SLICE, REFERENCE_GRANT -> false;
            case NAMESPACE, MEMBERSHIP, GATEWAY_CLASS, GATEWAY, HTTP_ROUTE, SERVICE, SERVICE_EXPORT, SERVICE_IMPORT ->
                true;
        };
    }

    static String apiVersion(String group, String version) {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** As messages name it: {@code httproutes.gateway.networking.k8s.io}. */
    static String qualifiedPlural(ServedKind served) {
        String plural = served.kind().plural();
        return served.group().isEmpty() ? plural : plural + "." + served.group();
    }
}
