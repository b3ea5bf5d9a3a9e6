package dev.convoy.control.stories;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.registry.door.Admission;
import dev.convoy.registry.door.Body;
import dev.convoy.registry.door.Door;
import dev.convoy.registry.door.FieldValidation;
import dev.convoy.registry.door.Request;
import dev.convoy.registry.read.ReadResult;
import dev.convoy.registry.read.Reader;
import dev.convoy.registry.store.Manifest;
import dev.convoy.registry.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One folder of {@code src/test/resources/stories}: its name is the requirement, {@code fleet.yaml} is what is stored (manifests under
 * {@code fleet:} and {@code members: <name>:}), the other files are what comes of it.
 */
record Story(Path folder) {
    private static final Path HOME = Path.of("src/test/resources/stories");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** For objects without a creationTimestamp. */
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    static List<Story> all() {
        try (Stream<Path> folders = Files.list(HOME)) {
            return folders.filter(Files::isDirectory).sorted().map(Story::new).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    FleetModel fleet() {
        return FleetModel.of(objects());
    }

    List<FleetObject> objects() {
        var objects = new ArrayList<FleetObject>();
        JsonNode file = read();
        file.path("fleet").forEach(manifest -> objects.add(object(Tree.fleet(), manifest)));
        file.path("members")
                .properties()
                .forEach(member -> member.getValue()
                        .forEach(manifest -> objects.add(object(Tree.of(new MemberId(member.getKey())), manifest))));
        return objects;
    }

    private JsonNode read() {
        try {
            return YAML.readTree(Files.readString(folder.resolve("fleet.yaml"), UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private FleetObject object(Tree tree, JsonNode manifest) {
        String apiVersion = manifest.path("apiVersion").asText();
        String group = apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
        JsonNode meta = manifest.path("metadata");
        Kind kind = Kind.of(group, manifest.path("kind").asText())
                .orElseThrow(() -> new IllegalArgumentException(name() + ": Convoy has no " + manifest.path("kind")));
        String namespace = kind.namespaced() ? meta.path("namespace").asText("default") : "";
        var id = new ObjectId(tree, kind, namespace, meta.path("name").asText());
        Instant created = meta.has("creationTimestamp")
                ? Instant.parse(meta.path("creationTimestamp").asText())
                : CREATED;
        var stored =
                new StoredObject(id, "uid-" + id, 1, 1, created, admitted(id, apiVersion, (ObjectNode) manifest), null);
        return switch (new Reader().read(stored)) {
            case ReadResult.Read(FleetObject object) -> object;
            case ReadResult.Unreadable(var _, var _, String reason) ->
                throw new IllegalArgumentException(name() + ": " + id + ": " + reason);
            case ReadResult.Ignored _ -> throw new IllegalArgumentException(name() + ": " + id + " is ignored");
        };
    }

    /**
     * As the store would hold it. What carries the annotation {@code story: slipped-by-the-door} is refused there, and planned all the
     * same: the planner may not rely on the door.
     */
    private Manifest admitted(ObjectId id, String apiVersion, ObjectNode manifest) {
        boolean slips = manifest.at("/metadata/annotations/story").asText().equals("slipped-by-the-door");
        var request = new Request(
                id, apiVersion, Request.Part.OBJECT, FieldValidation.STRICT, false, allowsLoopback(id.tree()), null);
        return switch (Door.admit(request, new Body.Parsed(manifest, List.of()))) {
            case Admission.Admitted admitted when !slips -> admitted.manifest();
            case Admission.Admitted _ -> throw new IllegalArgumentException(name() + ": the door admits " + id);
            case Admission.Malformed(String message) -> throw new IllegalArgumentException(name() + ": " + message);
            case Admission.Invalid _ when slips -> new Manifest(manifest);
            case Admission.Invalid(String message, var _) ->
                throw new IllegalArgumentException(name() + ": " + message);
        };
    }

    private boolean allowsLoopback(Tree tree) {
        for (JsonNode manifest : read().path("fleet")) {
            if (tree.equals(Tree.of(new MemberId(manifest.at("/metadata/name").asText())))) {
                return manifest.at("/spec/allowLoopbackEndpoints").asBoolean();
            }
        }
        return false;
    }
}
