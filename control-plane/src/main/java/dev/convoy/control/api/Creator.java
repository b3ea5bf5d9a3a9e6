package dev.convoy.control.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Kind;
import dev.convoy.registry.door.Body;
import dev.convoy.registry.store.Manifest;
import dev.convoy.registry.store.ObjectStore.Write;
import dev.convoy.registry.store.StoredObject;
import java.security.SecureRandom;

/** {@code POST} to a collection. */
final class Creator {
    /** Without vowels and what looks like them, as Kubernetes does it: no words appear by chance. */
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;
    private static final int LONGEST_PREFIX = 58;

    private final Objects objects;
    private final Intake intake;
    private final JoinDesk joins;
    private final SecureRandom random = new SecureRandom();

    Creator(Objects objects, Intake intake, JoinDesk joins) {
        this.objects = objects;
        this.intake = intake;
        this.joins = joins;
    }

    Answer create(Call call, ApiRequest.Collection collection) {
        objects.requireTree(collection.tree());
        Body.Parsed body = Intake.body(call);
        ObjectNode metadata = Intake.metadata(body.json());
        if (collection.served().kind().namespaced() && collection.namespace().isEmpty()) {
            String plural = collection.served().kind().plural();
            throw Refusal.badRequest(plural + " live in namespaces: send it to namespaces/"
                    + Text.shown(metadata.path("namespace").asText("<namespace>")) + "/" + plural + ".");
        }
        ApiRequest.Item item = collection.item(name(metadata));
        var admitted = intake.admit(call, item, body, null);
        objects.requireNamespace(item.id());
        var write = new Write.Create(item.id(), withOwnLabel(item, admitted.manifest()));
        if (call.dryRun()) {
            if (objects.store().find(item.id()).isPresent()) {
                throw Objects.exists(item);
            }
            StoredObject imagined = DryRun.created(item.id(), write.manifest());
            return Answers.object(call, 201, imagined, item.apiVersion(), admitted.warnings());
        }
        boolean registers = item.id().kind() == Kind.MEMBERSHIP;
        if (registers) {
            joins.expect(item);
        }
        StoredObject created = objects.commit(write, item, call);
        return registers
                ? joins.welcome(call, item, created, admitted.warnings())
                : Answers.object(call, 201, created, item.apiVersion(), admitted.warnings());
    }

    private String name(ObjectNode metadata) {
        String name = metadata.path("name").asText("");
        String prefix = metadata.path("generateName").asText("");
        if (!name.isEmpty() || prefix.isEmpty()) {
            return name;
        }
        var made = new StringBuilder(prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX)));
        random.ints(SUFFIX_LENGTH, 0, SUFFIX_LETTERS.length()).forEach(i -> made.append(SUFFIX_LETTERS.charAt(i)));
        metadata.put("name", made.toString());
        return made.toString();
    }

    /** Selectors of namespaces may name one: Kubernetes labels every Namespace with its own name. */
    private static Manifest withOwnLabel(ApiRequest.Item item, Manifest manifest) {
        if (item.id().kind() != Kind.NAMESPACE) {
            return manifest;
        }
        ObjectNode labelled = manifest.json().deepCopy();
        labelled.withObject("/metadata/labels")
                .put("kubernetes.io/metadata.name", item.id().name());
        return new Manifest(labelled);
    }
}
