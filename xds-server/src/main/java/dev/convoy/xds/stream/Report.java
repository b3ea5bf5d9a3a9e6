package dev.convoy.xds.stream;

import dev.convoy.xds.delivery.Refusal;
import dev.convoy.xds.delivery.TypeDelivery;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshot;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a stream has delivered, for people and for status. */
final class Report {
    private Report() {}

    static Map<ResourceType, TypeDelivery> of(AdsStream stream) {
        var types = new EnumMap<ResourceType, TypeDelivery>(ResourceType.class);
        stream.channels().forEach((type, channel) -> {
            if (channel.asked()) {
                types.put(type, of(channel, stream));
            }
        });
        return types;
    }

    private static TypeDelivery of(Channel channel, AdsStream stream) {
        Snapshot snapshot = stream.target().snapshot();
        var acknowledged = new TreeMap<String, String>();
        var outstanding = new TreeSet<String>();
        var refused = new TreeMap<String, Refusal>();
        var names = new TreeSet<String>();
        channel.published(snapshot).forEach(resource -> names.add(resource.name()));
        names.addAll(channel.due().keySet());
        channel.onTheWay().shipments().forEach(shipment -> names.add(shipment.name()));
        for (String name : names) {
            if (channel.holding(name, snapshot) instanceof Holding.Has(var held)) {
                acknowledged.put(name, held.version());
            }
            Refusal refusal = stream.refusal(new ResourceKey(channel.type(), name));
            if (refusal != null) {
                refused.put(name, refusal);
            } else if (!channel.isAcknowledged(name, snapshot)) {
                outstanding.add(name);
            }
        }
        return new TypeDelivery(acknowledged, outstanding, refused, channel.traffic());
    }
}
