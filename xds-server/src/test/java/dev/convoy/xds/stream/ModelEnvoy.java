package dev.convoy.xds.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
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
    final Deque<Request> outbox = new ArrayDeque<>();

    /** What it took from, or lost to, a response that it refused: its records do not say so. */
    private final Set<ResourceKey> unrecorded = new HashSet<>();

    private final String node;
    private final Answers answers;
    private final Random random;
    private final Warming warming = new Warming();
    private boolean scoped;
    private final IdentityHashMap<Request, Answers.Answer> unheard = new IdentityHashMap<>();
    private final List<Request> heldBack = new ArrayList<>();

    /** @param answers of its whole group */
    ModelEnvoy(String node, Answers answers, Random random) {
        this.node = node;
        this.answers = answers;
        this.random = random;
        for (ResourceType type : ResourceType.values()) {
            has.put(type, new TreeMap<>());
            subscribed.put(type, new TreeSet<>());
        }
    }

    String node() {
        return node;
    }

    boolean isScoped() {
        return scoped;
    }

    /** The server has heard this. Only from then on can it know what was taken and what refused. */
    void heard(Request request, AdsStream.Effect effect) {
        Answers.Answer answer = unheard.remove(request);
        if (answer != null) {
            answers.heard(node, answer, effect);
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
        unheard.clear();
        if (!unrecorded.isEmpty()) {
            die(); // it would come back with other things than it says, and no server could know
        }
    }

    /** Comes back empty, where it was disconnected before. */
    void die() {
        unrecorded.clear();
        has.values().forEach(Map::clear);
        subscribed.replaceAll((type, names) -> new TreeSet<>());
        scoped = false;
        forget();
    }

    void take(Response response) {
        for (Resource resource : response.resources()) {
            assertThat(answers.isRefusedBy(node, resource))
                    .as("%s refused %s and gets it again", node, resource)
                    .isFalse();
        }
        List<Resource> poison = response.resources().stream()
                .filter(resource -> World.isPoison(resource, node))
                .toList();
        if (poison.isEmpty()) {
            var taken = Answers.Taken.by(of(response.type()), response);
            apply(response, Set.of());
            record(response);
            Request acknowledgement = answer(response, null);
            unheard.put(acknowledgement, taken);
            answerWhenWarm(acknowledgement, response.type());
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
            unheard.put(refusal, Answers.Refused.of(response, poison, this instanceof DeltaEnvoy));
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
        Set<String> working = WorkingScopes.of(this);
        Set<String> removed = removedBy(response);
        removed.removeAll(bad);
        for (Resource resource : response.resources()) {
            // What it no longer asks for it ignores.
            if (!bad.contains(resource.name()) && wants(resource)) {
                taken(resource, mine.put(resource.name(), resource));
                note(resource.key(), bad);
            }
        }
        for (String name : removed) {
            if (response.type() == ResourceType.ENDPOINTS) {
                // Ignored, except that it ends the waiting.
                warming.missed(name, of(ResourceType.CLUSTER));
            } else if (response.type() != ResourceType.SECRET) { // ignored altogether
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
        WorkingScopes.assertStillThere(working, this);
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

    final boolean isRecorded(ResourceKey name) {
        return !unrecorded.contains(name);
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
                want(ResourceType.SECRET, World.secretsOf(of(type).values()));
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
