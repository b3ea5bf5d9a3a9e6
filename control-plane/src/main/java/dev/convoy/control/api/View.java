package dev.convoy.control.api;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** In which form a client wants objects, as its {@code Accept} header says; the first form that is known here wins. */
enum View {
    /** As they are. */
    OBJECT,
    /** As a table for people: what {@code kubectl get} asks for. */
    TABLE,
    /** Their metadata only. */
    METADATA,
    /** For discovery: all groups in one document. */
    AGGREGATED_DISCOVERY;

    static final String DISCOVERY_TYPE = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    static View of(String accept) {
        if (accept.isBlank()) {
            return OBJECT;
        }
        return Arrays.stream(accept.split(","))
                .map(View::known)
                .flatMap(Set::stream)
                .findFirst()
                .orElseThrow(() -> Refusal.notAcceptable("None of \"" + Text.shown(accept)
                        + "\" is spoken here. Accept application/json (also as=Table or as=PartialObjectMetadata)."));
    }

    private static Set<View> known(String range) {
        Set<String> parts = new HashSet<>();
        Arrays.stream(range.split(";")).map(part -> part.replace(" ", "")).forEach(parts::add);
        if (parts.stream()
                .noneMatch(type ->
                        type.equals("application/json") || type.equals("*/*") || type.equals("application/*"))) {
            return Set.of();
        }
        boolean meta = parts.contains("g=meta.k8s.io") && parts.contains("v=v1");
        if (meta && parts.contains("as=Table")) {
            return Set.of(TABLE);
        }
        if (meta && (parts.contains("as=PartialObjectMetadata") || parts.contains("as=PartialObjectMetadataList"))) {
            return Set.of(METADATA);
        }
        if (parts.contains("as=APIGroupDiscoveryList")) {
            return parts.contains("g=apidiscovery.k8s.io") && parts.contains("v=v2")
                    ? Set.of(AGGREGATED_DISCOVERY)
                    : Set.of();
        }
        return parts.stream().anyMatch(part -> part.startsWith("as=")) ? Set.of() : Set.of(OBJECT);
    }
}
