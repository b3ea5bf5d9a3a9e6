package dev.convoy.xds.stream;

import dev.convoy.model.PersistentMap;
import dev.convoy.xds.snapshot.Resource;
import java.util.List;

/**
 * Some of the published resources of a type that clients ask for alike, as they are sent to those who have nothing of them.
 *
 * @param published what they are taken from
 */
record Selection(PersistentMap<String, Resource> published, List<Bundle> bundles, int size) {
    boolean contains(String name) {
        return bundles.stream().anyMatch(bundle -> bundle.contains(name));
    }

    @SuppressWarnings("ReferenceEquality") // a type of which nothing changed has the same map
    boolean isOf(PersistentMap<String, Resource> now) {
        return published == now;
    }
}
