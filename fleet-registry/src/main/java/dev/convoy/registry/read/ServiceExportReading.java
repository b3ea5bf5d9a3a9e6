package dev.convoy.registry.read;

import dev.convoy.model.MemberId;
import dev.convoy.model.Meta;
import dev.convoy.model.ServiceExport;
import java.util.Arrays;
import java.util.List;

final class ServiceExportReading {
    private static final String EXPORT_TO = "fleet.convoy.dev/export-to";

    private ServiceExportReading() {}

    static ServiceExport export(Meta meta) {
        String members = meta.annotations().get(EXPORT_TO);
        return new ServiceExport(meta, members == null ? List.of() : members(members));
    }

    /** A list that names nobody is refused: an empty one would mean everybody. */
    private static List<MemberId> members(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(ServiceExportReading::member)
                .distinct()
                .sorted()
                .toList();
    }

    private static MemberId member(String name) {
        if (!Spelling.isDnsLabel(name)) {
            throw new Misread("metadata.annotations[" + EXPORT_TO + "]: " + Field.quoted(name)
                    + " is not the name of a member; write names with commas between them, or remove the annotation"
                    + " to export to every member");
        }
        return new MemberId(name);
    }
}
