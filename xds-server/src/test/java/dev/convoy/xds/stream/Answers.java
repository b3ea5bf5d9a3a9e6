package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceVersion;
import dev.convoy.xds.snapshot.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the Envoys of a group have answered, as far as the server has heard it. Of some versions it says who must not get them, of
 * others who must; between the two are those of which the server need not remember who took them.
 */
final class Answers {
    private final Map<ResourceVersion, Set<String>> refusers = new HashMap<>();

    /** With those who may not have meant it: their words named nobody. */
    private final Map<ResourceVersion, Set<String>> blamers = new HashMap<>();

    private final Set<ResourceVersion> takenOnce = new HashSet<>();

    /** They were taken by one while another refused them. */
    private final Set<ResourceVersion> cleared = new HashSet<>();

    private final Map<ResourceKey, ResourceVersion> takenLast = new HashMap<>();
    private Predicate<ResourceKey> isPublished = key -> false;

    /** What an Envoy says of a response. */
    sealed interface Answer {}

    /** @param known what it had already: whether the server knew that it had is not known here */
    record Taken(List<Resource> news, List<Resource> known) implements Answer {
        static Taken by(Map<String, Resource> had, Response response) {
            var all = response.resources();
            return new Taken(
                    all.stream().filter(resource -> !isHad(had, resource)).toList(),
                    all.stream().filter(resource -> isHad(had, resource)).toList());
        }

        private static boolean isHad(Map<String, Resource> had, Resource resource) {
            Resource before = had.get(resource.name());
            return before != null && before.sameAs(resource);
        }
    }

    /** @param blamed all of which the words may be said */
    record Refused(List<Resource> named, List<Resource> blamed) implements Answer {
        static Refused of(Response response, List<Resource> poison, boolean delta) {
            return switch (response.type()) {
                case CLUSTER, LISTENER -> new Refused(poison, poison);
                case ENDPOINTS, SCOPES -> new Refused(poison.subList(0, 1), poison.subList(0, 1));
                case ROUTES, SECRET -> ofNameless(response.resources(), poison, delta);
            };
        }

        /** In delta each is told again alone before it is blamed. */
        private static Refused ofNameless(List<Resource> sent, List<Resource> poison, boolean delta) {
            return delta && sent.size() > 1
                    ? new Refused(List.of(), List.of())
                    : new Refused(poison.subList(0, 1), sent);
        }
    }

    void heard(String node, Answer answer, AdsStream.Effect effect) {
        switch (answer) {
            case Refused(List<Resource> named, List<Resource> blamed) -> {
                blamed.forEach(resource -> blame(node, resource));
                named.forEach(resource -> refusers.computeIfAbsent(resource.versioned(), _ -> new HashSet<>())
                        .add(node));
            }
            case Taken(List<Resource> news, List<Resource> known) -> {
                // An answer that is not waited for any more says nothing.
                if (effect == AdsStream.Effect.ANSWERED || effect == AdsStream.Effect.CLEARED) {
                    news.forEach(this::take);
                    known.forEach(this::takeAgain);
                }
            }
        }
    }

    private void blame(String node, Resource resource) {
        ResourceVersion version = resource.versioned();
        boolean first = blamers.computeIfAbsent(version, _ -> new HashSet<>()).isEmpty();
        if (first && version.equals(takenLast.get(resource.key()))) {
            cleared.add(version);
        }
        blamers.get(version).add(node);
    }

    private void take(Resource resource) {
        ResourceVersion version = resource.versioned();
        takenOnce.add(version);
        if (isPublished.test(resource.key())) {
            takenLast.put(resource.key(), version);
        }
        if (blamers.containsKey(version)) {
            cleared.add(version);
        }
    }

    private void takeAgain(Resource resource) {
        takenOnce.add(resource.versioned());
        if (!resource.versioned().equals(takenLast.get(resource.key()))) {
            takenLast.remove(resource.key());
        }
    }

    /** What is no longer published nobody needs to remember as good. */
    void published(Snapshot snapshot) {
        isPublished = key -> snapshot.get(key) != null;
        takenLast.keySet().removeIf(isPublished.negate());
    }

    /** With the server that heard them. */
    void forget() {
        List.of(refusers, blamers, takenLast).forEach(Map::clear);
        takenOnce.clear();
        cleared.clear();
    }

    boolean isRefusedBy(String node, Resource resource) {
        return refusers.getOrDefault(resource.versioned(), Set.of()).contains(node);
    }

    /** Somebody refused it, and nobody ever took it. */
    boolean isWithheldFromAll(Resource resource) {
        return refusers.containsKey(resource.versioned()) && !takenOnce.contains(resource.versioned());
    }

    /** Neither this Envoy nor the group keeps it from having what is published. */
    boolean allow(String node, Resource published) {
        Set<String> blame = blamers.getOrDefault(published.versioned(), Set.of());
        return blame.isEmpty() || (!blame.contains(node) && cleared.contains(published.versioned()));
    }
}
