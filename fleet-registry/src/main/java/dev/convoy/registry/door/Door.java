package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.Manifest;
import dev.convoy.registry.store.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges every object before it is stored, whichever way it comes in. Never throws for what its author wrote. */
public final class Door {
    /** What the store keeps itself and what nobody may state. */
    private static final List<String> NOT_STATED = List.of(
            "uid",
            "resourceVersion",
            "generation",
            "generateName",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink",
            "managedFields");

    private static final int MOST_MISTAKES = 20;
    private static final int LONGEST_MISTAKE = 300;

    private Door() {}

    /** The body is left as it is: what is admitted is a copy. */
    public static Admission admit(Request request, Body body) {
        return switch (body) {
            case Body.Unreadable(String reason) -> new Admission.Malformed(reason);
            case Body.Parsed parsed -> admit(request, parsed);
        };
    }

    private static Admission admit(Request request, Body.Parsed body) {
        ObjectNode object = body.json().deepCopy();
        String misplaced = Identity.misplaced(request, object);
        if (misplaced != null) {
            return new Admission.Malformed(misplaced);
        }
        ObjectId id = request.id();
        ObjectNode metadata = object.withObjectProperty("metadata");
        metadata.remove(NOT_STATED);
        JsonNode status = object.remove("status");

        Schema schema = Schemas.of(id.kind());
        Structure structure = new Structure(schema, id.kind() != Kind.SECRET);
        structure.settle(schema, object, "");
        if (request.fieldValidation() == FieldValidation.STRICT && !request.reported()) {
            String strict = strictError(request, body, structure);
            if (strict != null) {
                return new Admission.Malformed(strict);
            }
        }
        List<Cause> causes = new ArrayList<>(Identity.causes(id));
        if (request.part() == Request.Part.OBJECT) {
            causes.addAll(structure.causes());
        }
        if (causes.isEmpty() && request.part() == Request.Part.OBJECT) {
            if (id.kind() == Kind.SECRET) {
                SecretRules.foldStringData(object);
            }
            // Rules read the tree without looking twice: they are asked only where its shape is right.
            causes.addAll(Rules.of(request, object));
        }
        List<String> warnings = new ArrayList<>(warnings(request, body, structure));
        Status settled = null;
        if (status instanceof ObjectNode stated) {
            Structure shape = new Structure(schema, true);
            shape.settle(schema.properties().getOrDefault("status", Schemas.FREE), stated, "status");
            if (shape.causes().isEmpty()) {
                settled = new Status(stated);
            } else if (request.part() == Request.Part.STATUS) {
                causes.addAll(shape.causes());
            } else {
                warnings.add(printable("status is ignored: " + shape.causes().getFirst()));
            }
        } else if (request.part() == Request.Part.STATUS) {
            causes.add(Cause.required("status", "a write of the status has to bring one"));
        }
        if (!causes.isEmpty()) {
            return Admission.Invalid.of(id, causes);
        }
        if (!StrategicMergePatch.understands(id.kind())) {
            structure.forgetDefaultsInLists();
        }
        return new Admission.Admitted(new Manifest(object), settled, warnings);
    }

    private static @Nullable String strictError(Request request, Body.Parsed body, Structure structure) {
        List<String> mistakes = mistakes(body, structure);
        if (mistakes.isEmpty()) {
            return null;
        }
        String kind = request.id().kind().kindName();
        return kind + " in version \"" + request.apiVersion() + "\" cannot be handled as a " + kind
                + ": strict decoding error: " + String.join(", ", mistakes);
    }

    private static List<String> warnings(Request request, Body.Parsed body, Structure structure) {
        return switch (request.fieldValidation()) {
            case IGNORE -> List.of();
            case STRICT, WARN -> mistakes(body, structure);
        };
    }

    private static List<String> mistakes(Body.Parsed body, Structure structure) {
        return Stream.concat(
                        body.duplicates().stream().map(path -> "duplicate field \"" + path + '"'),
                        structure.unknown().stream())
                .limit(MOST_MISTAKES)
                .map(Door::printable)
                .toList();
    }

    /** The names of fields are their author's, and warnings go into headers and onto terminals. */
    private static String printable(String text) {
        String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() <= LONGEST_MISTAKE ? clean : clean.substring(0, LONGEST_MISTAKE) + "...";
    }
}
