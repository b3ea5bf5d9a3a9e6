package dev.convoy.xds.stream;

import dev.convoy.xds.delivery.Refusal;
import dev.convoy.xds.delivery.Traffic;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What follows from a refusal: who is to blame for it, and what the client has then. */
final class Judge {
    private final Protocol protocol;
    private final Target target;
    private final InstantSource clock;

    Judge(Protocol protocol, Target target, InstantSource clock) {
        this.protocol = protocol;
        this.target = target;
        this.clock = clock;
    }

    void refused(Channel channel, List<Shipment> shipments, String error) {
        channel.count(Traffic.REFUSAL);
        if (protocol.isWhole(channel.type()) && !channel.accepted()) {
            channel.oweAnswer();
        }
        Set<String> guilty = blame(channel, shipments, error);
        boolean nothingSent = shipments.stream().allMatch(shipment -> shipment.sent() == null);
        for (Shipment shipment : shipments) {
            String name = shipment.name();
            if (!channel.subscription().wants(name)) {
                continue;
            }
            Resource resource = shipment.sent();
            Holding before = channel.askedAgain(name) ? shipment.before().afterAbsence() : shipment.before();
            if (resource == null) {
                // A removal refused alone cannot be mended by saying it again.
                if (!nothingSent) {
                    channel.lacks(name, before.afterRefusal(null), false);
                }
            } else if (guilty.contains(name)) {
                channel.lacks(name, before.without(resource), isAwaited(channel));
            } else {
                // Envoy records no version of a refused response, even where it took this part of it.
                channel.lacks(name, before.afterRefusal(resource), isAwaited(channel));
            }
        }
    }

    /** The client had lost interest in what it refuses; that it refused it counts all the same. */
    void refusedLate(Channel channel, List<Shipment> shipments, String error) {
        channel.count(Traffic.REFUSAL);
        blame(channel, shipments, error);
    }

    /** Remembers who is to blame for a refusal; returns their names. Where that is not known each travels alone from then on, or all are. */
    private Set<String> blame(Channel channel, List<Shipment> shipments, String error) {
        String words = Blame.cut(error);
        Set<String> sent = shipments.stream()
                .filter(shipment -> shipment.sent() != null)
                .map(Shipment::name)
                .collect(Collectors.toSet());
        Set<String> named = Blame.of(channel.type(), words, sent);
        if (named.isEmpty() && protocol.tellsApart()) {
            sent.forEach(name -> target.suspect(new ResourceKey(channel.type(), name)));
            return Set.of();
        }
        Set<String> guilty = named.isEmpty() ? sent : named;
        for (Shipment shipment : shipments) {
            Resource resource = shipment.sent();
            if (resource != null && guilty.contains(shipment.name())) {
                var refusal = new Refusal(resource.key(), resource.version(), words, clock.instant());
                target.refuse(refusal, shipment.before().without(resource));
            }
        }
        return guilty;
    }

    /** Clusters wait for their assignments: after a refusal something must come, be it the last good one. */
    private static boolean isAwaited(Channel channel) {
        return channel.type() == ResourceType.ENDPOINTS;
    }
}
