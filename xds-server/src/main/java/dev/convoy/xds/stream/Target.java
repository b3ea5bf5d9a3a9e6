package dev.convoy.xds.stream;

import dev.convoy.xds.delivery.Recent;
import dev.convoy.xds.delivery.Refusal;
import dev.convoy.xds.delivery.TrackRecord;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.ResourceVersion;
import dev.convoy.xds.snapshot.Snapshot;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one client is to have: what is published, except that a version it refused is replaced by the last good one. */
final class Target {
    private final TrackRecord record;
    private final String node;
    private final Set<ResourceKey> suspects = new HashSet<>();

    /** In its own words; of the rest what others said first. */
    private final Recent<ResourceVersion, Refusal> said = new Recent<>();

    private Snapshot snapshot;

    Target(Snapshot snapshot, TrackRecord record, String node) {
        this.snapshot = snapshot;
        this.record = record;
        this.node = node;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    void follow(Snapshot newest) {
        snapshot = newest;
    }

    /** It was refused together with others, and Envoy did not say which it meant. */
    void suspect(ResourceKey key) {
        suspects.add(key);
    }

    /** Nothing else may travel with it, until the client has said what it makes of it. */
    boolean isSuspect(ResourceKey key) {
        return suspects.contains(key);
    }

    /** @param before what the client had, and so keeps */
    void refuse(Refusal refusal, Holding before) {
        suspects.remove(refusal.key());
        said.put(refusal.versioned(), refusal);
        Resource keeps =
                before instanceof Holding.Has(Resource had) && !had.versioned().equals(refusal.versioned())
                        ? had
                        : null;
        record.refused(refusal, node, keeps, snapshot);
    }

    /** Returns whether others may have the resource only from now on. */
    boolean acknowledge(Resource resource) {
        suspects.remove(resource.key());
        if (record.isNoNews(resource)) {
            return false;
        }
        Resource published = snapshot.get(resource.key());
        return !isStandIn(resource, published) && record.acknowledged(resource, node, published);
    }

    /** That there are no endpoints is said in place of those that may not be had; it is nobody's last good version. */
    private static boolean isStandIn(Resource resource, @Nullable Resource published) {
        return resource.type() == ResourceType.ENDPOINTS
                && (published == null || !resource.sameAs(published))
                && resource.sameAs(Resource.emptyAssignment(resource.name()));
    }

    /** What the client is to have under this name, given what it has; null where it is published but every known version is barred. */
    @Nullable
    Resource of(Resource published, Holding holding) {
        if (!bars(published)) {
            return published;
        }
        Resource held = holding.restated().orElse(null);
        if (held != null && !bars(held)) {
            return held;
        }
        return lastGood(published);
    }

    /** An Envoy of the group took this version. */
    boolean isProved(Resource resource) {
        return record.isGood(resource);
    }

    /** What an Envoy of the group took last under this name, or else the client itself; null where there is none that it may have. */
    @Nullable
    Resource lastGood(Resource published) {
        return lastGoods(published).filter(good -> !bars(good)).findFirst().orElse(null);
    }

    private Stream<Resource> lastGoods(Resource published) {
        return Stream.of(record.lastGood(published.key()), record.kept(published.key(), node))
                .filter(Objects::nonNull);
    }

    /** What a client has that says only the version; null where it is not known here. */
    @Nullable
    Resource byVersion(ResourceType type, String name, String version) {
        Resource published = snapshot.get(type, name);
        if (published == null || published.version().equals(version)) {
            return published;
        }
        return lastGoods(published)
                .filter(good -> good.version().equals(version))
                .findFirst()
                .orElse(null);
    }

    /** Why the client is not to have this resource; null where it may. */
    @Nullable
    Refusal refusal(Resource resource) {
        Refusal first = record.refusal(resource, node);
        Refusal own = first == null ? null : said.get(resource.versioned());
        return own == null ? first : own;
    }

    /** Whether the client refused this version itself, and not only others of its group. */
    boolean refusedItself(ResourceVersion version) {
        return record.refusedBy(node, version);
    }

    /** The client is to have everything as it is published. */
    boolean barsNothing() {
        return record.barsNothing(snapshot, node);
    }

    private boolean bars(Resource resource) {
        return refusal(resource) != null;
    }
}
