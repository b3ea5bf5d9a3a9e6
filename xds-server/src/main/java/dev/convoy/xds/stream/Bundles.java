package dev.convoy.xds.stream;

import dev.convoy.model.PersistentMap;
import dev.convoy.xds.snapshot.Print;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshot;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What clients of a group ask for when they come with empty hands, put together once for all of them. Held weakly: what nobody asks for
 * any more goes with the next garbage collection, and is put together again where somebody does.
 */
final class Bundles {
    /** Only clients that ask for all kinds of things need more. */
    private static final int REMEMBERED = 256;

    private final int bundleBytes;
    private final Map<Wish, WeakReference<Selection>> known = new ConcurrentHashMap<>();

    /** @param bundleBytes a bundle of so many is full */
    Bundles(int bundleBytes) {
        this.bundleBytes = bundleBytes;
    }

    Selection all(ResourceType type, Snapshot snapshot) {
        PersistentMap<String, Resource> published = snapshot.of(type);
        return known(new Wish(type, snapshot.names(type)), published, published::values);
    }

    /** Nothing unless each of the names is published, and named once. */
    @Nullable
    Selection of(ResourceType type, Names names, Snapshot snapshot) {
        PersistentMap<String, Resource> published = snapshot.of(type);
        Selection selection = known(new Wish(type, names.print()), published, () -> find(names.list(), published));
        return selection.size() == names.size() ? selection : null;
    }

    private static List<Resource> find(List<String> names, PersistentMap<String, Resource> published) {
        return names.stream()
                .distinct()
                .map(published::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private Selection known(Wish wish, PersistentMap<String, Resource> published, Supplier<List<Resource>> resources) {
        WeakReference<Selection> last = known.get(wish);
        Selection selection = last == null ? null : last.get();
        if (selection == null || !selection.isOf(published)) {
            selection = select(published, resources.get());
            if (known.size() >= REMEMBERED) {
                known.clear();
            }
            known.put(wish, new WeakReference<>(selection));
        }
        return selection;
    }

    private Selection select(PersistentMap<String, Resource> published, List<Resource> resources) {
        var bundles = new ArrayList<Bundle>();
        var next = new ArrayList<Resource>();
        int bytes = 0;
        for (Resource resource : resources) {
            next.add(resource);
            bytes += resource.wire().size();
            if (bytes >= bundleBytes) {
                bundles.add(new Bundle(next));
                next.clear();
                bytes = 0;
            }
        }
        if (!next.isEmpty()) {
            bundles.add(new Bundle(next));
        }
        return new Selection(published, List.copyOf(bundles), resources.size());
    }

    private record Wish(ResourceType type, Print names) {}
}
