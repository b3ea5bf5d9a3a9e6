package dev.convoy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PersistentMapTest {

    @Test
    void holdsWhatATreeMapWouldHoldAndChangesNoneOfTheEarlier() {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            var expected = new TreeMap<Integer, Object>();
            PersistentMap<Integer, Object> map = PersistentMap.empty();
            for (int i = 0; i < 400; i++) {
                var before = new TreeMap<>(expected);
                PersistentMap<Integer, Object> mapBefore = map;
                int key = random.nextInt(100);
                if (random.nextInt(5) < 2) {
                    expected.remove(key);
                    map = map.without(key);
                } else {
                    Object value = new Object();
                    expected.put(key, value);
                    map = map.with(key, value);
                }
                assertThat(entries(map)).isEqualTo(expected);
                assertThat(map.size()).isEqualTo(expected.size());
                assertThat(map.get(key)).isSameAs(expected.get(key));
                assertThat(entries(mapBefore)).isEqualTo(before);
            }
        }
    }

    @Test
    void staysBalancedWhateverTheOrder() {
        PersistentMap<Key, Integer> map = PersistentMap.empty();
        var compared = new AtomicInteger();
        for (int i = 0; i < 100_000; i++) {
            map = map.with(new Key(i, compared), i);
        }
        for (int i = 0; i < 99_000; i++) {
            map = map.without(new Key(i, compared));
        }
        compared.set(0);
        assertThat(map.get(new Key(99_500, compared))).isEqualTo(99_500);
        assertThat(compared.get()).isLessThan(16);
    }

    @Test
    void aRunThatIsCutOutLeavesWhatATreeMapWouldHold() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var expected = new TreeMap<Integer, Object>();
            PersistentMap<Integer, Object> map = PersistentMap.empty();
            for (int i = random.nextInt(300); i > 0; i--) {
                int key = random.nextInt(1000);
                expected.put(key, key);
                map = map.with(key, key);
            }
            int from = random.nextInt(1000);
            int to = from + random.nextInt(1000 - from);
            expected.subMap(from, to).clear();

            map = map.withoutRun(key -> key < from ? -1 : key < to ? 0 : 1);

            assertThat(entries(map)).isEqualTo(expected);
            assertThat(map.first(key -> key >= to).orElse(null)).isEqualTo(expected.ceilingKey(to));
        }
    }

    @Test
    void aRunIsCutOutInNoMoreStepsThanItTakesToFindItsEnds() {
        PersistentMap<Key, Integer> map = PersistentMap.empty();
        var compared = new AtomicInteger();
        for (int i = 0; i < 100_000; i++) {
            map = map.with(new Key(i, compared), i);
        }
        var asked = new AtomicInteger();
        PersistentMap<Key, Integer> cut = map.withoutRun(key -> {
            asked.incrementAndGet();
            return key.number() < 20_000 ? -1 : key.number() < 90_000 ? 0 : 1;
        });

        assertThat(asked.get()).isLessThan(50);
        assertThat(cut.size()).isEqualTo(30_000);
        compared.set(0);
        assertThat(cut.get(new Key(99_500, compared))).isEqualTo(99_500);
        assertThat(compared.get()).isLessThan(20);
    }

    @Test
    void putsAndRemovesOfNothingNewAnswerTheMapItself() {
        PersistentMap<Integer, String> map = PersistentMap.of(new TreeMap<>(Map.of(1, "one", 2, "two")));
        assertThat(map.with(1, Objects.requireNonNull(map.get(1)))).isSameAs(map);
        assertThat(map.without(3)).isSameAs(map);
    }

    @Test
    void anEqualValueIsNotPutInPlaceOfTheOneThatIsThere() {
        PersistentMap<Integer, List<String>> map =
                PersistentMap.of(List.of(List.of("a"), List.of("b", "c")), List::size);
        assertThat(map.with(1, new ArrayList<>(List.of("a")))).isSameAs(map);
    }

    @Test
    void eachValueHasItsOwnKey() {
        assertThatThrownBy(() -> PersistentMap.of(List.of("one", "two"), String::length))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 stands twice");
    }

    @Test
    void isEqualToAnyMapOfTheSameContent() {
        PersistentMap<Integer, String> one =
                PersistentMap.<Integer, String>empty().with(1, "one").with(2, "two");
        PersistentMap<Integer, String> other =
                PersistentMap.<Integer, String>empty().with(2, "two").with(1, "one");
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one).isNotEqualTo(other.with(2, "zwei"));
        assertThat(one).isNotEqualTo(other.with(3, "three"));
        assertThat((Object) one).isNotEqualTo(PersistentMap.of(List.of("one", "two"), value -> value));
    }

    @Test
    void changedToAnotherItSharesWhatIsEqual() {
        PersistentMap<Integer, List<String>> before =
                PersistentMap.of(List.of(List.of("a"), List.of("b", "c")), List::size);
        PersistentMap<Integer, List<String>> after =
                PersistentMap.of(List.of(List.of("a"), List.of("d", "e"), List.of("f", "g", "h")), List::size);

        PersistentMap<Integer, List<String>> changed = before.changedTo(after);

        assertThat(changed).isEqualTo(after);
        assertThat(differences(before, changed)).containsExactly(2, 3);
        assertThat(before.changedTo(PersistentMap.of(List.of(List.of("a"), List.of("b", "c")), List::size)))
                .isSameAs(before);
    }

    @Test
    void visitsFromAKeyOnAsLongAsAsked() {
        var all = new TreeMap<Integer, Integer>();
        for (int i = 0; i < 50; i += 2) {
            all.put(i, i);
        }
        var visited = new ArrayList<Integer>();
        PersistentMap.of(all).forEachFrom(7, (key, _) -> {
            visited.add(key);
            return key < 12;
        });
        assertThat(visited).containsExactly(8, 10, 12);
    }

    @Test
    @SuppressWarnings("ReferenceEquality") // the same instance is what counts as unchanged
    void findsTheDifferencesOfAnyTwo() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            PersistentMap<Integer, Object> one = changed(PersistentMap.empty(), random, random.nextInt(80));
            // Of the same origin, or of another.
            PersistentMap<Integer, Object> other =
                    changed(seed % 3 == 0 ? PersistentMap.empty() : one, random, random.nextInt(40));
            var expected = new TreeSet<Integer>();
            for (int key = 0; key < 60; key++) {
                if (one.get(key) != other.get(key)) {
                    expected.add(key);
                }
            }
            assertThat(differences(one, other)).containsExactlyElementsOf(expected);
            assertThat(differences(other, one)).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void lookingForDifferencesPassesOverWhatIsShared() {
        var compared = new AtomicInteger();
        var all = new TreeMap<Key, Integer>();
        for (int i = 0; i < 100_000; i++) {
            all.put(new Key(i, compared), i);
        }
        PersistentMap<Key, Integer> before = PersistentMap.of(all);
        PersistentMap<Key, Integer> after =
                before.with(new Key(50_000, compared), -1).with(new Key(-5, compared), 0);
        compared.set(0);
        assertThat(differences(before, after)).extracting(Key::number).containsExactly(-5, 50_000);
        assertThat(compared.get()).isLessThan(100);
    }

    private static PersistentMap<Integer, Object> changed(
            PersistentMap<Integer, Object> map, Random random, int changes) {
        PersistentMap<Integer, Object> changed = map;
        for (int i = 0; i < changes; i++) {
            int key = random.nextInt(60);
            changed = random.nextInt(3) == 0 ? changed.without(key) : changed.with(key, new Object());
        }
        return changed;
    }

    private static <K extends Comparable<K>, V> List<K> differences(
            PersistentMap<K, V> one, PersistentMap<K, V> other) {
        var keys = new ArrayList<K>();
        one.forEachDifference(other, keys::add);
        return keys;
    }

    private static Map<Integer, Object> entries(PersistentMap<Integer, Object> map) {
        var entries = new TreeMap<Integer, Object>();
        map.forEach(entries::put);
        return entries;
    }

    /** Counts how often it is compared. */
    private record Key(int number, AtomicInteger compared) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            compared.incrementAndGet();
            return Integer.compare(number, other.number);
        }
    }
}
