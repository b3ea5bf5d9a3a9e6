package dev.convoy.registry.read;

import dev.convoy.model.BackendRef;
import dev.convoy.model.Policy;
import dev.convoy.model.Reference;
import java.util.List;

final class BackendRefReading {
    private static final int MOST = 1_000_000;

    private BackendRefReading() {}

    static BackendRef weighted(Field ref, String namespace) {
        return backendRef(
                ref,
                namespace,
                ref.get("weight").numberOr(1, 0, MOST),
                FilterReading.filters(ref.get("filters"), namespace));
    }

    /** As a mirror names it. */
    static BackendRef unweighted(Field ref, String namespace) {
        return backendRef(ref, namespace, 1, List.of());
    }

    private static BackendRef backendRef(Field ref, String namespace, int weight, List<Policy> filters) {
        Reference target = References.reference(ref, "", "Service", namespace);
        return new BackendRef(target, ref.get("port").numberOr(0, 1, 65_535), weight, filters);
    }
}
