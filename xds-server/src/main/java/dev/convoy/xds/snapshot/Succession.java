package dev.convoy.xds.snapshot;

import dev.convoy.model.Tally;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The step from one snapshot to the next. Only resources that are given otherwise than last time, and what they need or needed, are
 * looked at.
 */
final class Succession {
    private final Snapshot before;
    private final XdsResources given;
    private final Map<ResourceType, ResourceSet> sets;
    private Tally<ResourceKey> uses;
    private final List<Change> changes = new ArrayList<>();
    private final Set<ResourceKey> touched = new TreeSet<>();

    /** @param last what the snapshot of before was made of */
    Succession(Snapshot before, XdsResources last, XdsResources given) {
        this.before = before;
        this.given = given;
        this.sets = new EnumMap<>(before.sets());
        this.uses = before.uses();
        for (ResourceType type : ResourceType.values()) {
            last.of(type).forEachDifference(given.of(type), name -> take(new ResourceKey(type, name)));
        }
        touched.stream().filter(key -> key.type() == ResourceType.ENDPOINTS).forEach(this::assign);
    }

    Snapshot snapshot() {
        return new Snapshot(sets, uses);
    }

    List<Change> changes() {
        return changes;
    }

    /** What is given otherwise, or needed by more or fewer than before. */
    Set<ResourceKey> touched() {
        return touched;
    }

    private void take(ResourceKey key) {
        touched.add(key);
        if (key.type() != ResourceType.ENDPOINTS) {
            replace(key, given(key));
        }
    }

    /** One unanswered assignment holds up all of an Envoy's clusters, so a cluster without endpoints has an empty one. */
    private void assign(ResourceKey key) {
        Resource assignment = given(key);
        replace(key, assignment == null && uses.has(key) ? Resource.emptyAssignment(key.name()) : assignment);
    }

    private @Nullable Resource given(ResourceKey key) {
        return given.of(key.type()).get(key.name());
    }

    private void replace(ResourceKey key, @Nullable Resource now) {
        Resource old = before.get(key);
        if (old == null ? now == null : now != null && now.sameAs(old)) {
            return;
        }
        sets.computeIfPresent(key.type(), (_, set) -> set.with(key.name(), now));
        changes.add(new Change(key, old));
        Set<ResourceKey> needed = needs(old);
        Set<ResourceKey> needs = needs(now);
        Set<ResourceKey> lost = without(needed, needs);
        Set<ResourceKey> gained = without(needs, needed);
        uses = uses.plus(gained).minus(lost);
        touched.addAll(gained);
        touched.addAll(lost);
    }

    private static Set<ResourceKey> needs(@Nullable Resource resource) {
        var needs = new HashSet<ResourceKey>();
        if (resource != null) {
            for (ResourceType type : ResourceType.values()) {
                resource.references().of(type).forEach(name -> needs.add(new ResourceKey(type, name)));
            }
        }
        return needs;
    }

    private static Set<ResourceKey> without(Set<ResourceKey> all, Set<ResourceKey> others) {
        var rest = new HashSet<>(all);
        rest.removeAll(others);
        return rest;
    }
}
