package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The clusters of an Envoy that wait for their endpoints. What a changed one is to replace serves on, with its own endpoints, until then. */
final class Warming {
    private final Set<String> waiting = new HashSet<>();

    /** Those that there was none of before. */
    private final Set<String> cold = new HashSet<>();

    /** The endpoints of what is to be replaced, by cluster. */
    private final Map<String, Set<String>> replaced = new HashMap<>();

    boolean isDone() {
        return waiting.isEmpty();
    }

    Set<String> cold() {
        return cold;
    }

    void taken(Resource cluster, @Nullable Resource before) {
        if (before != null && before.sameAs(cluster)) {
            return;
        }
        boolean waits = !waiting.add(cluster.name());
        if (before == null) {
            cold.add(cluster.name());
        } else if (!waits) {
            replaced.put(cluster.name(), before.references().assignments());
        }
    }

    private void ended(String cluster) {
        waiting.remove(cluster);
        replaced.remove(cluster);
    }

    void gone(String cluster) {
        ended(cluster);
        cold.remove(cluster);
    }

    void came(String assignment, Map<String, Resource> clusters) {
        users(assignment, clusters).forEach(this::gone);
    }

    /** They do not come. */
    void missed(String assignment, Map<String, Resource> clusters) {
        users(assignment, clusters).forEach(this::ended);
    }

    void refused(Resource resource, Map<String, Resource> clusters) {
        switch (resource.type()) {
            case CLUSTER -> ended(resource.name());
            case ENDPOINTS -> missed(resource.name(), clusters);
            case SECRET, LISTENER, SCOPES, ROUTES -> {}
        }
    }

    /** Answers whether any waited. */
    boolean giveUp() {
        boolean waited = !waiting.isEmpty();
        waiting.clear();
        replaced.clear();
        return waited;
    }

    void clear() {
        giveUp();
        cold.clear();
    }

    /** What these clusters ask for, and what they replace. */
    Set<String> assignments(Map<String, Resource> clusters) {
        var names = new TreeSet<String>();
        clusters.values().forEach(cluster -> names.addAll(cluster.references().assignments()));
        replaced.values().forEach(names::addAll);
        return names;
    }

    private static Set<String> users(String assignment, Map<String, Resource> clusters) {
        var users = new TreeSet<String>();
        clusters.forEach((name, cluster) -> {
            if (cluster.references().assignments().contains(assignment)) {
                users.add(name);
            }
        });
        return users;
    }
}
