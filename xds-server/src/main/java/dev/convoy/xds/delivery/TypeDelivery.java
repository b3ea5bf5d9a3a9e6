package dev.convoy.xds.delivery;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** One type on one stream: the resources that the Envoy has or is to have, by name. */
public record TypeDelivery(SortedMap<String, ResourceDelivery> resources, Traffic traffic) {
    static final TypeDelivery NONE = new TypeDelivery(new TreeMap<>(), Traffic.NONE);

    public TypeDelivery {
        resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    }
}
