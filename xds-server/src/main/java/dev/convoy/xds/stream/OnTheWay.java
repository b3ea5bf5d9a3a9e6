package dev.convoy.xds.stream;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was sent of one type and not answered yet. A name is in it at most once. */
final class OnTheWay {
    private final Map<String, List<Shipment>> byNonce = new LinkedHashMap<>();
    private final Map<String, List<Shipment>> forgotten = new HashMap<>();
    private final Map<String, Bundle> bundles = new HashMap<>();

    /** Without what is bundled. */
    private Map<String, Shipment> byName = new HashMap<>();

    private int size;

    boolean isEmpty() {
        return byNonce.isEmpty();
    }

    int size() {
        return size;
    }

    boolean holds(String name) {
        return get(name) != null;
    }

    @Nullable
    Shipment get(String name) {
        Shipment single = byName.get(name);
        if (single != null || bundles.isEmpty()) {
            return single;
        }
        for (Bundle bundle : bundles.values()) {
            Shipment bundled = bundle.byName().get(name);
            if (bundled != null) {
                return bundled;
            }
        }
        return null;
    }

    Stream<String> names() {
        return shipments().map(Shipment::name);
    }

    Stream<Shipment> shipments() {
        return byNonce.values().stream().flatMap(List::stream);
    }

    void add(String nonce, List<Shipment> shipments) {
        byNonce.put(nonce, List.copyOf(shipments));
        size += shipments.size();
        shipments.forEach(shipment -> byName.put(shipment.name(), shipment));
    }

    void add(String nonce, Bundle bundle) {
        byNonce.put(nonce, bundle.shipments());
        size += bundle.shipments().size();
        bundles.put(nonce, bundle);
    }

    /** Takes back what was sent under this nonce; nothing where the nonce is stale or foreign. */
    @Nullable
    List<Shipment> answered(String nonce) {
        List<Shipment> shipments = byNonce.remove(nonce);
        size -= shipments == null ? 0 : shipments.size();
        if (shipments != null && bundles.remove(nonce) == null) {
            shipments.forEach(shipment -> byName.remove(shipment.name(), shipment));
            if (byName.isEmpty()) {
                byName = new HashMap<>(); // one that was large once stays large
            }
        }
        return shipments;
    }

    /** The client need not answer; where it does, only a refusal still means something. */
    void forget() {
        forgotten.clear();
        forgotten.putAll(byNonce);
        byNonce.clear();
        bundles.clear();
        byName.clear();
        size = 0;
    }

    /** What was sent under this nonce, where the client lost interest before it answered. */
    List<Shipment> answeredLate(String nonce) {
        List<Shipment> shipments = forgotten.remove(nonce);
        return shipments == null ? List.of() : shipments;
    }
}
