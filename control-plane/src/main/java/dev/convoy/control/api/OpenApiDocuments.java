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
    private static final String VERSION_2_ASKED = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    /** As Kubernetes answers: the name that clients ask by is no valid media type. */
    private static final String VERSION_2_ANSWERED = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private final Map<String, ObjectNode> made = new ConcurrentHashMap<>();

    ObjectNode index(Tree tree) {
        String prefix = switch (tree) {
            case Tree.Fleet _ -> "";
            case Tree.OfMember(MemberId member) -> "/members/" + member;
        };
        return OpenApi.index(Catalogue.of(tree), prefix);
    }

    /**
     * The old form, which describes nothing here. kubectl reads it (in protobuf, with the number 2.0 in field 1) about a kind that the new
     * form does not know, and without it cannot say that there is no such kind.
     */
    static Answer version2(String accept) {
        if (accept.contains(VERSION_2_ASKED)) {
            byte[] document = {0x0a, 3, '2', '.', '0'};
            return new Answer.Streamed(VERSION_2_ANSWERED, sink -> sink.send(document));
        }
        ObjectNode document = Json.object().put("swagger", "2.0");
        document.putObject("info")
                .put("title", "Convoy describes its kinds under /openapi/v3")
                .put("version", "v1");
        document.putObject("paths");
        return Answer.ok(document);
    }

    /** A group and version have the same kinds in every tree that serves them. */
    ObjectNode document(Tree tree, String group, String version) {
        List<ServedKind> kinds = Catalogue.of(tree, group, version);
        return made.computeIfAbsent(Catalogue.apiVersion(group, version), _ -> OpenApi.document(kinds, version));
    }
}
