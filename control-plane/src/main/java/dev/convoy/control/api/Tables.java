package dev.convoy.control.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.control.api.Columns.Column;
import dev.convoy.model.Kind;
import dev.convoy.registry.store.StoredObject;

/** Objects as the rows of a {@code meta.k8s.io/v1} Table. */
final class Tables {
    private Tables() {}

    static ObjectNode head(Kind kind) {
        ObjectNode table = Json.object();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata");
        var columns = table.putArray("columnDefinitions");
        columns.addObject()
                .put("name", "Name")
                .put("type", "string")
                .put("format", "name")
                .put("description", "Its name")
                .put("priority", 0);
        for (Column column : Columns.of(kind)) {
            columns.addObject()
                    .put("name", column.name())
                    .put("type", "string")
                    .put("format", "")
                    .put("description", column.description())
                    .put("priority", column.wide() ? 1 : 0);
        }
        return table;
    }

    static ObjectNode row(StoredObject object, boolean withMetadata) {
        ObjectNode row = Json.object();
        var cells = row.putArray("cells").add(object.id().name());
        Columns.of(object.id().kind()).forEach(column -> cells.add(column.cell().apply(object)));
        if (withMetadata) {
            row.set("object", Rendering.partial(object));
        }
        return row;
    }

    /** One object as a whole table: what a get answers, and each event of a watch. */
    static ObjectNode of(StoredObject object, boolean withMetadata) {
        ObjectNode table = head(object.id().kind());
        if (object.revision() > 0) {
            table.withObject("/metadata").put("resourceVersion", Long.toString(object.revision()));
        }
        table.putArray("rows").add(row(object, withMetadata));
        return table;
    }
}
