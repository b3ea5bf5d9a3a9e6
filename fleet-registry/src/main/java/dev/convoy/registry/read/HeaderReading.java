package dev.convoy.registry.read;

import dev.convoy.model.Policy.Header;
import dev.convoy.model.Policy.HeaderEdits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Header names (in lower case, since HTTP does not tell them apart), values and edits. */
final class HeaderReading {
    private HeaderReading() {}

    static String headerName(Field name) {
        if (!Spelling.isHttpToken(name.text())) {
            throw name.mistake(Field.quoted(name.text()) + " is not a header name");
        }
        return name.text().toLowerCase(Locale.ROOT);
    }

    /** A line break would end the header and begin another one. */
    static String oneLine(Field value) {
        if (!Spelling.isOneLine(value.text())) {
            throw value.mistake("must not contain line breaks or other control characters");
        }
        return value.text();
    }

    static HeaderEdits edits(Field modifier) {
        return new HeaderEdits(
                headers(modifier.get("set")),
                headers(modifier.get("add")),
                modifier.get("remove").items().stream()
                        .map(HeaderReading::headerName)
                        .distinct()
                        .toList());
    }

    /** Of equal names the first counts, as the Gateway API has it. */
    private static List<Header> headers(Field headers) {
        Set<String> seen = new HashSet<>();
        List<Header> first = new ArrayList<>();
        for (Field field : headers.items()) {
            Header header = new Header(headerName(field.get("name")), oneLine(field.get("value")));
            if (seen.add(header.name())) {
                first.add(header);
            }
        }
        return first;
    }
}
