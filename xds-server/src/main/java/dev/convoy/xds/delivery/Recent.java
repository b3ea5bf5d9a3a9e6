package dev.convoy.xds.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something about each of the thousand keys that were spoken of last. The others, such as Envoys that are long gone, make room. */
public final class Recent<K, V> {
    private static final int REMEMBERED = 1_000;

    private final Map<K, V> byKey = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > REMEMBERED;
        }
    };

    public synchronized @Nullable V get(K key) {
        return byKey.get(key);
    }

    public synchronized void put(K key, V value) {
        byKey.put(key, value);
    }

    /** Where there is something about it. */
    synchronized void replace(K key, V value) {
        byKey.replace(key, value);
    }
}
