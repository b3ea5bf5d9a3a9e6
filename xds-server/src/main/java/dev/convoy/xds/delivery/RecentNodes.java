package dev.convoy.xds.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something about each of the nodes that were spoken of last. Those of Envoys that are long gone make room. */
final class RecentNodes<V> {
    private static final int REMEMBERED = 1_000;

    private final Map<String, V> byNode = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > REMEMBERED;
        }
    };

    synchronized @Nullable V get(String node) {
        return byNode.get(node);
    }

    synchronized void put(String node, V value) {
        byNode.put(node, value);
    }

    /** Where there is something of it. */
    synchronized void replace(String node, V value) {
        byNode.replace(node, value);
    }
}
