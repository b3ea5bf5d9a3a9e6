package dev.convoy.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map that never changes: putting and removing answer another map, which shares all but a handful of nodes with this one. So
 * the cost of a change does not grow with the map, and two maps of one origin can be compared in the time of what differs.
 */
public final class PersistentMap<K extends Comparable<? super K>, V> {
    private final @Nullable Node<K, V> root;

    private PersistentMap(@Nullable Node<K, V> root) {
        this.root = root;
    }

    public static <K extends Comparable<? super K>, V> PersistentMap<K, V> empty() {
        return new PersistentMap<>(null);
    }

    public static <K extends Comparable<? super K>, V> PersistentMap<K, V> of(SortedMap<K, V> entries) {
        return new PersistentMap<>(balanced(List.copyOf(entries.entrySet()), 0, entries.size()));
    }

    /** Each value under the key that it has of itself; no two have the same. */
    public static <K extends Comparable<? super K>, V> PersistentMap<K, V> of(
            Collection<? extends V> values, Function<? super V, ? extends K> key) {
        var entries = new TreeMap<K, V>();
        for (V value : values) {
            K of = key.apply(value);
            if (entries.put(of, value) != null) {
                throw new IllegalArgumentException(of + " stands twice in " + values);
            }
        }
        return of(entries);
    }

    private static <K extends Comparable<? super K>, V> @Nullable Node<K, V> balanced(
            List<Map.Entry<K, V>> entries, int from, int to) {
        if (from == to) {
            return null;
        }
        int middle = (from + to) >>> 1;
        Map.Entry<K, V> entry = entries.get(middle);
        return new Node<>(
                entry.getKey(), entry.getValue(), balanced(entries, from, middle), balanced(entries, middle + 1, to));
    }

    public int size() {
        return root == null ? 0 : root.size;
    }

    public boolean isEmpty() {
        return root == null;
    }

    public @Nullable V get(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    public boolean containsKey(K key) {
        return get(key) != null;
    }

    /** Itself where an equal value is already there: what is equal stays the same instance. */
    public PersistentMap<K, V> with(K key, V value) {
        return changed(Node.with(root, key, value));
    }

    /** Itself where the key is not there. */
    public PersistentMap<K, V> without(K key) {
        return containsKey(key) ? changed(Node.without(root, key)) : this;
    }

    /** Without the run of keys whose place is zero; it is negative in front of them and positive behind. */
    public PersistentMap<K, V> withoutRun(ToIntFunction<? super K> place) {
        Node<K, V> front = Node.front(root, key -> place.applyAsInt(key) < 0);
        Node<K, V> rear = Node.rear(root, key -> place.applyAsInt(key) > 0);
        return changed(Node.both(front, rear));
    }

    /** The first key of which that holds, as it must of all behind it. */
    public Optional<K> first(Predicate<? super K> holds) {
        K first = null;
        Node<K, V> node = root;
        while (node != null) {
            boolean here = holds.test(node.key);
            first = here ? node.key : first;
            node = here ? node.left : node.right;
        }
        return Optional.ofNullable(first);
    }

    /** The content of another map, as a change of this one: it shares with this one whatever is equal. */
    public PersistentMap<K, V> changedTo(PersistentMap<K, V> other) {
        PersistentMap<K, V> changed = this;
        for (K key : differences(other)) {
            V value = other.get(key);
            changed = value == null ? changed.without(key) : changed.with(key, value);
        }
        return changed;
    }

    @SuppressWarnings("ReferenceEquality") // the same node is the same map
    private PersistentMap<K, V> changed(@Nullable Node<K, V> now) {
        return now == root ? this : new PersistentMap<>(now);
    }

    public void forEach(BiConsumer<? super K, ? super V> visitor) {
        visit(root, (key, value) -> {
            visitor.accept(key, value);
            return true;
        });
    }

    private static <K extends Comparable<? super K>, V> boolean visit(
            @Nullable Node<K, V> node, BiPredicate<? super K, ? super V> visitor) {
        return node == null
                || (visit(node.left, visitor) && visitor.test(node.key, node.value) && visit(node.right, visitor));
    }

    /** Visits the entries from that key on, in their order, as long as the visitor wants more. */
    public void forEachFrom(K from, BiPredicate<? super K, ? super V> visitor) {
        visitFrom(root, from, visitor);
    }

    private static <K extends Comparable<? super K>, V> boolean visitFrom(
            @Nullable Node<K, V> node, K from, BiPredicate<? super K, ? super V> visitor) {
        if (node == null) {
            return true;
        }
        if (node.key.compareTo(from) < 0) {
            return visitFrom(node.right, from, visitor);
        }
        return visitFrom(node.left, from, visitor) && visitor.test(node.key, node.value) && visit(node.right, visitor);
    }

    /** Looks at no more entries than it takes to find one. */
    public boolean anyMatch(BiPredicate<? super K, ? super V> wanted) {
        return !visit(root, (key, value) -> !wanted.test(key, value));
    }

    /** In their order. */
    public List<K> keys() {
        var keys = new ArrayList<K>(size());
        forEach((key, _) -> keys.add(key));
        return keys;
    }

    /** In the order of their keys. */
    public List<V> values() {
        var values = new ArrayList<V>(size());
        forEach((_, value) -> values.add(value));
        return values;
    }

    /** The keys whose value is not the same instance in both, in their order. What both share is not looked at. */
    public void forEachDifference(PersistentMap<K, V> other, Consumer<? super K> visitor) {
        new Differences<K, V>(key -> {
                    visitor.accept(key);
                    return true;
                })
                .between(root, other.root);
    }

    /** Whether that holds of all keys whose value is not the same instance in both. What both share is not looked at. */
    public boolean differsOnlyWhere(PersistentMap<K, V> other, Predicate<? super K> holds) {
        return new Differences<K, V>(holds).between(root, other.root);
    }

    /** What {@link #forEachDifference} visits. */
    public List<K> differences(PersistentMap<K, V> other) {
        var keys = new ArrayList<K>();
        forEachDifference(other, keys::add);
        return keys;
    }

    /** By content. Two maps of one origin are compared in the time of what differs. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PersistentMap<?, ?> map && size() == map.size() && hasContentOf(map);
    }

    private boolean hasContentOf(PersistentMap<?, ?> other) {
        @SuppressWarnings("unchecked") // keys of another class say so; values are only asked whether they are equal
        PersistentMap<K, V> same = (PersistentMap<K, V>) other;
        try {
            return new Differences<K, V>(key -> Objects.equals(get(key), same.get(key))).between(root, same.root);
        } catch (ClassCastException _) {
            return false;
        }
    }

    @Override
    public int hashCode() {
        int[] sum = {0};
        forEach((key, value) -> sum[0] += key.hashCode() ^ value.hashCode());
        return sum[0];
    }

    @Override
    public String toString() {
        var entries = new StringJoiner(", ", "{", "}");
        forEach((key, value) -> entries.add(key + "=" + value));
        return entries.toString();
    }
}
