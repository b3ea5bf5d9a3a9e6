package dev.convoy.registry.read;

import dev.convoy.model.Meta;
import dev.convoy.model.Namespace;
import java.util.HashMap;
import java.util.Map;

final class NamespaceReading {
    private NamespaceReading() {}

    /** Every Kubernetes namespace carries its name as a label, and selectors rely on it. */
    static Namespace namespace(Meta meta) {
        Map<String, String> labels = new HashMap<>(meta.labels());
        labels.put("kubernetes.io/metadata.name", meta.id().name());
        return new Namespace(new Meta(meta.id(), meta.generation(), meta.created(), labels, meta.annotations()));
    }
}
