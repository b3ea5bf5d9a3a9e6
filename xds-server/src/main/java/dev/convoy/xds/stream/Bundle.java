package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Resources that travel in one response to each client that wants them and has nothing of them. Shared by their streams. */
final class Bundle {
    private final List<Shipment> shipments;
    private final Map<String, Shipment> byName;

    Bundle(List<Resource> resources) {
        var nothing = new Holding.Nothing();
        this.shipments = resources.stream()
                .map(resource -> new Shipment(resource.name(), resource, nothing, true))
                .toList();
        this.byName = HashMap.newHashMap(shipments.size());
        shipments.forEach(shipment -> byName.put(shipment.name(), shipment));
    }

    List<Shipment> shipments() {
        return shipments;
    }

    Map<String, Shipment> byName() {
        return byName;
    }

    Set<String> names() {
        return byName.keySet();
    }

    boolean contains(String name) {
        return byName.containsKey(name);
    }
}
