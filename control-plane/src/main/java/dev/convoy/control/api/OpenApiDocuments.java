package dev.convoy.control.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.MemberId;
import dev.convoy.model.Tree;
import dev.convoy.registry.door.OpenApi;
import dev.convoy.registry.door.ServedKind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The OpenAPI documents, each made once. */
final class OpenApiDocuments {
    private final Map<String, ObjectNode> made = new ConcurrentHashMap<>();

    ObjectNode index(Tree tree) {
        String prefix = switch (tree) {
            case Tree.Fleet _ -> "";
            case Tree.OfMember(MemberId member) -> "/members/" + member;
        };
        return OpenApi.index(Catalogue.of(tree), prefix);
    }

    /** A group and version have the same kinds in every tree that serves them. */
    ObjectNode document(Tree tree, String group, String version) {
        List<ServedKind> kinds = Catalogue.of(tree, group, version);
        return made.computeIfAbsent(Catalogue.apiVersion(group, version), _ -> OpenApi.document(kinds, version));
    }
}
