package dev.convoy.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.registry.store.StoredObject;
import java.util.List;

/** Objects as answers, in the form that the client asked for. */
final class Answers {
    private Answers() {}

    static Answer object(Call call, int code, StoredObject object, String apiVersion, List<String> warnings) {
        return Answer.of(code, shown(call, object, apiVersion), warnings);
    }

    static JsonNode shown(Call call, StoredObject object, String apiVersion) {
        return switch (View.of(call.accept())) {
            case TABLE -> Tables.of(object, rowsWithMetadata(call));
            case METADATA -> Rendering.partial(object);
            case OBJECT, AGGREGATED_DISCOVERY -> Rendering.object(object, apiVersion);
        };
    }

    static boolean rowsWithMetadata(Call call) {
        return !call.parameter("includeObject").orElse("Metadata").equals("None");
    }

    /** What a deletion answers. */
    static Answer deleted(ApiRequest.Item item, StoredObject last) {
        ObjectNode status = success();
        status.putObject("details")
                .put("name", item.id().name())
                .put("group", item.served().group())
                .put("kind", item.id().kind().plural())
                .put("uid", last.uid());
        return Answer.ok(status);
    }

    static ObjectNode success() {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        return status.put("status", "Success");
    }
}
