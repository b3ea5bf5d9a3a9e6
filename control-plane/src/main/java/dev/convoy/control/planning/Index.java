package dev.convoy.control.planning;

import dev.convoy.model.PersistentMap;
import java.util.List;
import java.util.Objects;

/** Which things stand under which key. Like the map that it is made of it never changes, and a key without things is not there. */
record Index<K extends Comparable<? super K>, V extends Comparable<? super V>>(
        PersistentMap<K, PersistentMap<V, V>> byKey) {

    static <K extends Comparable<? super K>, V extends Comparable<? super V>> Index<K, V> empty() {
        return new Index<K, V>(PersistentMap.empty());
    }

    /** In their order. */
    List<V> of(K key) {
        return under(key).values();
    }

    int count(K key) {
        return under(key).size();
    }

    boolean contains(K key) {
        return byKey.containsKey(key);
    }

    Index<K, V> with(K key, V value) {
        return new Index<>(byKey.with(key, under(key).with(value, value)));
    }

    Index<K, V> without(K key, V value) {
        PersistentMap<V, V> others = under(key).without(value);
        return new Index<>(others.isEmpty() ? byKey.without(key) : byKey.with(key, others));
    }

    /** The keys under which the things are not the same in both. */
    List<K> differences(Index<K, V> other) {
        return byKey.differences(other.byKey);
    }

    private PersistentMap<V, V> under(K key) {
        return Objects.requireNonNullElse(byKey.get(key), PersistentMap.empty());
    }
}
