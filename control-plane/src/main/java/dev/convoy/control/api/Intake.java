package dev.convoy.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.control.access.Identity;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.registry.door.Admission;
import dev.convoy.registry.door.Admission.Admitted;
import dev.convoy.registry.door.Body;
import dev.convoy.registry.door.Cause;
import dev.convoy.registry.door.Door;
import dev.convoy.registry.door.FieldValidation;
import dev.convoy.registry.door.Request;
import dev.convoy.registry.store.StoredObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes what a client sends to the door, and what the door says back to the client. */
final class Intake {
    static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

    private final Objects objects;

    Intake(Objects objects) {
        this.objects = objects;
    }

    /** The body of a call as an object. */
    static Body.Parsed body(Call call) {
        Body body = switch (call.contentType()) {
            case "", "application/json" -> Body.json(call.body().read());
            case "application/yaml" -> Body.yaml(call.body().read());
            case PROTOBUF -> Body.of(Protobuf.read(call.body().read()));
            default ->
                throw Refusal.unsupportedMediaType("Content-Type " + Text.shown(call.contentType())
                        + " is not understood here; send application/json or application/yaml.");
        };
        return switch (body) {
            case Body.Parsed parsed -> parsed;
            case Body.Unreadable(String reason) -> throw Refusal.badRequest(reason);
        };
    }

    /** @param before what is stored now; null where the object is new */
    Admitted admit(Call call, ApiRequest.Item item, Body body, @Nullable StoredObject before) {
        boolean status = item.part() == ApiRequest.Part.STATUS;
        var request = new Request(
                item.id(),
                item.apiVersion(),
                status ? Request.Part.STATUS : Request.Part.OBJECT,
                fieldValidation(call),
                call.who() instanceof Identity.MemberGateway,
                allowsLoopback(item.id()),
                before == null ? null : before.manifest());
        return switch (Door.admit(request, body)) {
            case Admitted admitted -> admitted;
            case Admission.Malformed(String message) -> throw Objects.about(item, Refusal.badRequest(message));
            case Admission.Invalid(String message, List<Cause> causes) ->
                throw Refusal.invalid(message, causes)
                        .about(
                                item.served().group(),
                                item.id().kind().kindName(),
                                item.id().name());
        };
    }

    private static FieldValidation fieldValidation(Call call) {
        String wanted = call.parameter("fieldValidation").orElse("Warn");
        return FieldValidation.of(wanted)
                .orElseThrow(() -> Refusal.badRequest(
                        "fieldValidation=" + Text.shown(wanted) + " is not known; use Strict, Warn or Ignore."));
    }

    /** Only asked where it matters: it costs a look at the Membership. */
    private boolean allowsLoopback(ObjectId id) {
        return id.kind() == Kind.ENDPOINT_SLICE
                && id.tree() instanceof Tree.OfMember(MemberId member)
                && objects.membership(member)
                        .map(found -> found.manifest()
                                .json()
                                .at("/spec/allowLoopbackEndpoints")
                                .asBoolean())
                        .orElse(false);
    }

    /** The revision that a write builds on; null where its author does not say. */
    static @Nullable Long expectedRevision(ApiRequest.Item item, JsonNode metadata) {
        String version = metadata.path("resourceVersion").asText("");
        if (version.isEmpty()) {
            return null;
        }
        try {
            return Long.valueOf(version);
        } catch (NumberFormatException e) {
            throw Objects.conflict(item, "resourceVersion \"" + Text.shown(version) + "\" is not one of this hub");
        }
    }

    /** An object that was deleted and made anew is not the one that its author read. */
    static void requireSame(ApiRequest.Item item, StoredObject stored, JsonNode uid) {
        String wanted = uid.asText("");
        if (!wanted.isEmpty() && !wanted.equals(stored.uid())) {
            throw Objects.conflict(item, "its uid is " + stored.uid() + " now, not " + Text.shown(wanted));
        }
    }

    static ObjectNode metadata(ObjectNode object) {
        return object.get("metadata") instanceof ObjectNode metadata ? metadata : Json.object();
    }
}
