package dev.convoy.xds.snapshot;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;

/** What most publications are: the names stay, and few values change. Seen by walking side by side, without a look-up. */
final class SameNames {
    private SameNames() {}

    static boolean in(SortedMap<String, ?> before, SortedMap<String, ?> after) {
        if (before.size() != after.size()) {
            return false;
        }
        Iterator<String> names = before.keySet().iterator();
        return after.keySet().stream().allMatch(name -> name.equals(names.next()));
    }

    /** Those of after that are not the same instance in before; the names are the same in both. */
    @SuppressWarnings("ReferenceEquality") // what is equal is the same instance
    static List<Resource> changed(SortedMap<String, Resource> before, SortedMap<String, Resource> after) {
        var changed = new ArrayList<Resource>();
        Iterator<Resource> resources = before.values().iterator();
        for (Resource resource : after.values()) {
            if (resources.next() != resource) {
                changed.add(resource);
            }
        }
        return changed;
    }
}
