package dev.convoy.xds.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.ResourceVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A client that behaves as Envoy was measured to: it asks for the endpoints of its clusters and the routes of its listeners, keeps
 * back its answer about clusters until they are warm, takes clusters and listeners in part and records nothing of what it refused. It
 * checks at every step that it is never led astray.
 */
abstract class ModelEnvoy {
    final Map<ResourceType, TreeMap<String, Resource>> has = new EnumMap<>(ResourceType.class);
    final Map<ResourceType, Set<String>> subscribed = new EnumMap<>(ResourceType.class);
    final Set<ResourceVersion> refused = new HashSet<>();
    final Deque<Request> outbox = new ArrayDeque<>();

    /** What it took from, or lost to, a response that it refused: its records do not say so. */
    private final Set<ResourceKey> unrecorded = new HashSet<>();

    private final Random random;
    private final Warming warming = new Warming();
    private boolean scoped;
    private final IdentityHashMap<Request, List<Resource>> unheard = new IdentityHashMap<>();
    private final List<Request> heldBack = new ArrayList<>();

    ModelEnvoy(Random random) {
        this.random = random;
        for (ResourceType type : ResourceType.values()) {
            has.put(type, new TreeMap<>());
            subscribed.put(type, new TreeSet<>());
        }
    }

    /** The server has heard this. Only from then on can it know what was refused. */
    void heard(Request request) {
        List<Resource> poison = unheard.remove(request);
        if (poison != null) {
            poison.forEach(resource -> refused.add(resource.versioned()));
        }
    }

    abstract void connect();

    /** The whole of what it says under this type changed. */
    abstract void say(ResourceType type, Set<String> added, Set<String> removed);

    /** It needs all scopes from here on, or none of them any more. */
    abstract void sayScopes();

    abstract Request answer(Response response, @Nullable String error);

    abstract void record(Response response);

    /** Loses all records. */
    abstract void forget();

    /** Whether the server could state that a resource is to stay; it cannot repeat one of before the stream. */
    abstract boolean canBeKept(ResourceKey key);

    /** What a response takes away from what it has. */
    abstract Set<String> removedBy(Response response);

    Map<String, Resource> of(ResourceType type) {
        return Objects.requireNonNull(has.get(type));
    }

    Set<String> names(ResourceType type) {
        return Objects.requireNonNull(subscribed.get(type));
    }

    void disconnect() {
        warming.clear();
        askForEndpoints();
        outbox.clear();
        heldBack.clear();
        if (!unrecorded.isEmpty()) {
            // It would come back with other things than it says, and no server could know: it dies instead, and comes
            // back empty.
            unrecorded.clear();
            has.values().forEach(Map::clear);
            scoped = false;
            subscribed.replaceAll((type, names) -> new TreeSet<>());
            forget();
        }
    }

    void take(Response response) {
        for (Resource resource : response.resources()) {
            assertThat(refused).as("never again what was refused").doesNotContain(resource.versioned());
        }
        List<Resource> poison =
                response.resources().stream().filter(World::isPoison).toList();
        if (poison.isEmpty()) {
            apply(response, Set.of());
            record(response);
            answerWhenWarm(answer(response, null), response.type());
        } else {
            boolean inPart = random.nextInt(3) > 0
                    && (response.type() == ResourceType.CLUSTER || response.type() == ResourceType.LISTENER);
            if (inPart) {
                Set<String> bad = new HashSet<>();
                poison.forEach(resource -> bad.add(resource.name()));
                apply(response, bad);
            } else {
                response.resources().forEach(resource -> warming.refused(resource, of(ResourceType.CLUSTER)));
            }
            Request refusal = answer(response, Words.of(response.type(), poison, random));
            // Only of clusters and listeners Envoy names all that it refused.
            boolean all = response.type() == ResourceType.CLUSTER || response.type() == ResourceType.LISTENER;
            unheard.put(refusal, all ? poison : poison.subList(0, 1));
            answerWhenWarm(refusal, response.type());
        }
        releaseWhenWarm();
    }

    /** What Envoy does after 15 s without endpoints: it goes on with those that it has. */
    boolean giveUpWarming() {
        boolean warmed = warming.giveUp();
        releaseWhenWarm();
        return warmed;
    }

    private void apply(Response response, Set<String> bad) {
        Map<String, Resource> mine = of(response.type());
        Set<String> served = scopesThatWork();
        Set<String> removed = removedBy(response);
        removed.removeAll(bad);
        for (Resource resource : response.resources()) {
            // What it no longer asks for it ignores.
            if (!bad.contains(resource.name()) && wants(resource)) {
                Resource before = mine.put(resource.name(), resource);
                taken(resource, before);
                note(resource.key(), bad);
            }
        }
        for (String name : removed) {
            if (response.type() == ResourceType.ENDPOINTS) {
                // Ignored, except that it ends the waiting.
                warming.missed(name, of(ResourceType.CLUSTER));
            } else {
                mine.remove(name);
            }
            note(new ResourceKey(response.type(), name), bad);
            if (response.type() == ResourceType.CLUSTER) {
                warming.gone(name);
                var inUse = new TreeMap<>(of(ResourceType.ROUTES));
                inUse.keySet().retainAll(routesToUse());
                assertThat(inUse.values())
                        .as("cluster %s goes last", name)
                        .noneMatch(routes -> canBeKept(new ResourceKey(ResourceType.CLUSTER, name))
                                && routes.references().clusters().contains(name));
            }
        }
        follow(response.type());
        assertStillWorking(served);
    }

    /** The scopes whose requests find routes. */
    private Set<String> scopesThatWork() {
        var working = new TreeMap<>(of(ResourceType.SCOPES));
        Set<String> routes = of(ResourceType.ROUTES).keySet();
        working.values()
                .removeIf(scope -> !routes.containsAll(scope.references().routes()));
        return working.keySet();
    }

    private void assertStillWorking(Set<String> before) {
        if (isScoped()) {
            var lost = new TreeSet<>(before);
            lost.removeAll(scopesThatWork());
            // A scope that holds routes serves no request.
            lost.removeIf(name -> !name.startsWith("bucket") || !canBeKept(new ResourceKey(ResourceType.SCOPES, name)));
            assertThat(lost).as("scopes that found routes until now").isEmpty();
        }
    }

    final boolean isScoped() {
        return scoped;
    }

    /** It has asked, or is to ask, for this type. */
    final boolean asks(ResourceType type) {
        return type == ResourceType.SCOPES
                ? scoped
                : Wildcards.areUsual(type) || !names(type).isEmpty();
    }

    final boolean wants(Resource resource) {
        return Wildcards.areUsual(resource.type())
                ? asks(resource.type())
                : names(resource.type()).contains(resource.name());
    }

    private void note(ResourceKey name, Set<String> bad) {
        if (bad.isEmpty()) {
            unrecorded.remove(name);
        } else {
            unrecorded.add(name);
        }
    }

    private void taken(Resource resource, @Nullable Resource before) {
        switch (resource.type()) {
            case CLUSTER -> warming.taken(resource, before);
            case ENDPOINTS -> warming.came(resource.name(), of(ResourceType.CLUSTER));
            case ROUTES ->
                assertThat(of(ResourceType.CLUSTER).keySet())
                        .as("%s sends to clusters that are there", resource)
                        .containsAll(resource.references().clusters());
            case LISTENER, SCOPES, SECRET -> {}
        }
        if (resource.type() == ResourceType.ROUTES) {
            assertThat(warming.cold())
                    .as("%s sends to warm clusters", resource)
                    .doesNotContainAnyElementsOf(resource.references().clusters());
        }
    }

    /** Asks for the endpoints of its clusters and the routes of its listeners, and for no others. */
    private void follow(ResourceType type) {
        switch (type) {
            case CLUSTER -> askForEndpoints();
            case LISTENER -> {
                boolean before = scoped;
                scoped = of(type).values().stream()
                        .anyMatch(listener -> listener.references().scoped());
                if (!scoped) {
                    of(ResourceType.SCOPES).clear();
                }
                if (scoped != before) {
                    sayScopes();
                }
                want(ResourceType.ROUTES, routesToUse());
            }
            case SCOPES -> want(ResourceType.ROUTES, routesToUse());
            case SECRET, ENDPOINTS, ROUTES -> {}
        }
    }

    private void askForEndpoints() {
        want(ResourceType.ENDPOINTS, warming.assignments(of(ResourceType.CLUSTER)));
    }

    private void want(ResourceType type, Set<String> wanted) {
        Set<String> before = names(type);
        var added = new TreeSet<>(wanted);
        added.removeAll(before);
        var removed = new TreeSet<>(before);
        removed.removeAll(wanted);
        if (!added.isEmpty() || !removed.isEmpty()) {
            subscribed.put(type, wanted);
            removed.forEach(of(type)::remove);
            say(type, added, removed);
        }
    }

    private Set<String> routesToUse() {
        var used = new TreeSet<String>();
        for (ResourceType user : List.of(ResourceType.LISTENER, ResourceType.SCOPES)) {
            of(user).values()
                    .forEach(resource -> used.addAll(resource.references().routes()));
        }
        return used;
    }

    private void answerWhenWarm(Request answer, ResourceType type) {
        if (type == ResourceType.CLUSTER) {
            heldBack.add(answer);
        } else {
            outbox.add(answer);
        }
    }

    private void releaseWhenWarm() {
        askForEndpoints();
        if (warming.isDone()) {
            warming.clear();
            outbox.addAll(heldBack);
            heldBack.clear();
        }
    }
}
