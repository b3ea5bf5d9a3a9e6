package dev.convoy.model;

import java.util.Set;

/** How many times each of some things was counted. Never changes: counting more, or less, answers another tally. */
public record Tally<K extends Comparable<? super K>>(PersistentMap<K, Integer> counts) {
    public static <K extends Comparable<? super K>> Tally<K> none() {
        return new Tally<K>(PersistentMap.empty());
    }

    public boolean has(K thing) {
        return counts.containsKey(thing);
    }

    /** Each of these counted once more. */
    public Tally<K> plus(Set<K> things) {
        PersistentMap<K, Integer> next = counts;
        for (K thing : things) {
            Integer count = next.get(thing);
            next = next.with(thing, count == null ? 1 : count + 1);
        }
        return new Tally<>(next);
    }

    /** Each of these counted once less; they were counted before. */
    public Tally<K> minus(Set<K> things) {
        PersistentMap<K, Integer> next = counts;
        for (K thing : things) {
            Integer count = next.get(thing);
            if (count == null) {
                throw new IllegalStateException(thing + " was never counted");
            }
            next = count == 1 ? next.without(thing) : next.with(thing, count - 1);
        }
        return new Tally<>(next);
    }
}
