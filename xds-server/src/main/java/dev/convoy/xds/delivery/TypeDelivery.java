package dev.convoy.xds.delivery;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One type on one stream.
 *
 * @param acknowledged version by name
 * @param outstanding sent and not answered yet, or still to be sent
 * @param refused what the Envoy refused and would still be served otherwise, by name
 */
public record TypeDelivery(
        SortedMap<String, String> acknowledged,
        SortedSet<String> outstanding,
        SortedMap<String, Refusal> refused,
        Traffic traffic) {
    static final TypeDelivery NONE = new TypeDelivery(new TreeMap<>(), new TreeSet<>(), new TreeMap<>(), Traffic.NONE);

    public TypeDelivery {
        acknowledged = Collections.unmodifiableSortedMap(new TreeMap<>(acknowledged));
        outstanding = Collections.unmodifiableSortedSet(new TreeSet<>(outstanding));
        refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }
}
