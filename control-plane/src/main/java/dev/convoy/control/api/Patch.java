package dev.convoy.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Kind;
import dev.convoy.registry.door.JsonMergePatch;
import dev.convoy.registry.door.JsonPatch;
import dev.convoy.registry.door.PatchOutcome;
import dev.convoy.registry.door.StrategicMergePatch;

/** A change to an object, in one of the forms that clients send. */
record Patch(Form form, JsonNode change) {
    private enum Form {
        MERGE,
        STRATEGIC,
        OPERATIONS
    }

    /** What a call asks to change in an object of a kind. */
    static Patch of(Call call, Kind kind) {
        return new Patch(form(call.contentType(), kind), Json.read(call.body().read()));
    }

    private static Form form(String contentType, Kind kind) {
        return switch (contentType) {
            case "application/merge-patch+json" -> Form.MERGE;
            case "application/json-patch+json" -> Form.OPERATIONS;
            case "application/strategic-merge-patch+json" -> {
                if (!StrategicMergePatch.understands(kind)) {
                    throw Refusal.unsupportedMediaType("Kind " + kind.kindName()
                            + " is not patched strategically, which is for Kubernetes' own kinds. Send"
                            + " application/merge-patch+json (kubectl patch --type=merge).");
                }
                yield Form.STRATEGIC;
            }
            case "application/apply-patch+yaml", "application/apply-patch+cbor" ->
                throw Refusal.unsupportedMediaType(
                        "Server-side apply is not offered here. Use client-side apply: kubectl apply without --server-side.");
            default ->
                throw Refusal.unsupportedMediaType("A patch of type \"" + Text.shown(contentType)
                        + "\" is not understood here. Send application/merge-patch+json"
                        + " (kubectl patch --type=merge).");
        };
    }

    ObjectNode applyTo(Kind kind, ObjectNode target) {
        PatchOutcome outcome = switch (form) {
            case MERGE -> new PatchOutcome.Patched(JsonMergePatch.apply(target, change));
            case STRATEGIC -> StrategicMergePatch.apply(kind, target, change);
            case OPERATIONS -> JsonPatch.apply(target, change);
        };
        return switch (outcome) {
            case PatchOutcome.Patched(ObjectNode patched) -> patched;
            case PatchOutcome.Patched _ ->
                throw Refusal.badRequest("The patch leaves no object behind; patch its fields.");
            case PatchOutcome.Unusable(String message) -> throw Refusal.badRequest(message);
        };
    }
}
