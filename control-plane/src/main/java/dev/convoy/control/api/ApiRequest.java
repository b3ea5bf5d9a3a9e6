package dev.convoy.control.api;

import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.registry.door.ServedKind;

/** What a path asks for. Which verb is wanted of it, the HTTP method says. */
sealed interface ApiRequest {
    /** {@code /}: where to begin. */
    record Root() implements ApiRequest {}

    /** {@code /version}. */
    record Version() implements ApiRequest {}

    /** {@code /join}: the only path that needs no credential but the token in its body. */
    record Join() implements ApiRequest {}

    /** {@code /api}. */
    record CoreVersions(Tree tree) implements ApiRequest {}

    /** {@code /apis}. */
    record Groups(Tree tree) implements ApiRequest {}

    /** {@code /apis/<group>}. */
    record OneGroup(Tree tree, String group) implements ApiRequest {}

    /** {@code /api/v1} or {@code /apis/<group>/<version>}. */
    record Resources(Tree tree, String group, String version) implements ApiRequest {}

    /** {@code /openapi/v2}. */
    record OpenApiV2(Tree tree) implements ApiRequest {}

    /** {@code /openapi/v3}. */
    record OpenApiIndex(Tree tree) implements ApiRequest {}

    /** {@code /openapi/v3/api/v1} or {@code /openapi/v3/apis/<group>/<version>}. */
    record OpenApiV3(Tree tree, String group, String version) implements ApiRequest {}

    /** {@code …/selfsubjectaccessreviews}. */
    record AccessReview(Tree tree) implements ApiRequest {}

    /** {@code …/events}: nobody reports any, and {@code kubectl describe} asks for them. */
    record Events(Tree tree) implements ApiRequest {}

    /** {@code /members/<name>/deliveries}: what the member's Envoys have taken. */
    record Deliveries(MemberId member) implements ApiRequest {}

    /** {@code /v3/discovery:client_status}: the same of all members, in the words of CSDS. */
    record ClientStatus() implements ApiRequest {}

    /** All objects of a kind, of one namespace or, where that is empty, of all. */
    record Collection(Tree tree, ServedKind served, String version, String namespace) implements ApiRequest {
        String apiVersion() {
            return served.apiVersion(version);
        }

        Item item(String name) {
            return new Item(new ObjectId(tree, served.kind(), namespace, name), served, version, Part.WHOLE);
        }
    }

    /** One object, or a part of it. */
    record Item(ObjectId id, ServedKind served, String version, Part part) implements ApiRequest {
        String apiVersion() {
            return served.apiVersion(version);
        }
    }

    /** The subresources. */
    enum Part {
        WHOLE,
        STATUS,
        JOIN_TOKEN
    }
}
