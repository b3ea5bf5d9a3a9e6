package dev.convoy.demo;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The demo's objects, as YAML files with blanks such as {@code ${member}}. */
final class Manifests {
    private static final ObjectMapper YAML = new YAMLMapper();

    private Manifests() {}

    static List<ObjectNode> read(String file, Map<String, String> blanks) {
        try (InputStream resource = Manifests.class.getResourceAsStream("/demo/" + file)) {
            if (resource == null) {
                throw new IllegalStateException("there is no manifest " + file);
            }
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> blank : blanks.entrySet()) {
                text = text.replace("${" + blank.getKey() + "}", blank.getValue());
            }
            try (MappingIterator<ObjectNode> objects =
                    YAML.readerFor(ObjectNode.class).readValues(text)) {
                return objects.readAll();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the manifest " + file + " cannot be read", e);
        }
    }
}
