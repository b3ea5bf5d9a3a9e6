package dev.convoy.xds.stream;

import dev.convoy.xds.delivery.TrackRecord;
import dev.convoy.xds.delivery.Traffic;
import dev.convoy.xds.snapshot.Change;
import dev.convoy.xds.snapshot.Generation;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshot;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one conversation: requests and publications go in, the next response comes out when it is asked for. It does no IO
 * and knows no threads. Because each response is worked out from what differs at that moment, a slow client gets the latest state
 * and never a backlog.
 */
final class AdsStream {
    private final Protocol protocol;
    private final Set<ResourceType> served;
    private final StreamLimits limits;
    private final Map<ResourceType, Channel> channels = new EnumMap<>(ResourceType.class);
    private final TrackRecord record;
    private final Target target;
    private final Loader loader;
    private final Judge judge;
    private Generation generation;
    private long lastNonce;

    /** A conversation about all types. */
    AdsStream(
            Protocol protocol,
            Generation generation,
            TrackRecord record,
            String node,
            StreamLimits limits,
            InstantSource clock) {
        this(protocol, EnumSet.allOf(ResourceType.class), generation, record, node, limits, clock);
    }

    AdsStream(
            Protocol protocol,
            Set<ResourceType> served,
            Generation generation,
            TrackRecord record,
            String node,
            StreamLimits limits,
            InstantSource clock) {
        this.protocol = protocol;
        this.served = served;
        this.generation = generation;
        this.record = record;
        this.limits = limits;
        this.target = new Target(generation.snapshot(), record, node);
        for (ResourceType type : ResourceType.values()) {
            channels.put(type, new Channel(type));
        }
        this.loader = new Loader(protocol, target, new Sequence(channels, served, target), limits.responseBytes());
        this.judge = new Judge(protocol, target, clock);
    }

    /** What a request may mean to others. */
    enum Effect {
        NONE,
        /** It is the first for its type: from here on it is known what the client has of it. */
        ASKED,
        /** Something was acknowledged or refused. */
        ANSWERED,
        /** What was acknowledged had been withheld from the other Envoys of the group until now. */
        CLEARED
    }

    /** Takes in what the client said. */
    Effect request(Request request) {
        limits.check(request);
        Channel channel = channel(request.type());
        Effect effect = answer(channel, request);
        // What it wants counts even if it had not heard the last response: nothing said later takes it back.
        boolean first = !channel.asked();
        if (first) {
            channel.open(generation.isPublished() ? request : request.read());
        }
        protocol.subscribe(channel, request, first, effect != Effect.NONE, target);
        limits.check(channel);
        channel.follow(target.snapshot());
        if (first && generation.isPublished()) {
            settle(channel, request);
        }
        return first && effect == Effect.NONE ? Effect.ASKED : effect;
    }

    private Effect answer(Channel channel, Request request) {
        List<Shipment> answered = channel.onTheWay().answered(request.nonce());
        if (answered == null) {
            return request.error() == null ? Effect.NONE : answerLate(channel, request.nonce(), request.error());
        }
        Effect effect = Effect.ANSWERED;
        if (request.error() != null) {
            judge.refused(channel, answered, request.error());
            return effect;
        }
        channel.accept();
        for (Shipment shipment : answered) {
            if (shipment.sent() != null && target.acknowledge(shipment.sent())) {
                effect = Effect.CLEARED;
            }
        }
        return effect;
    }

    private Effect answerLate(Channel channel, String nonce, String error) {
        List<Shipment> refused = channel.onTheWay().answeredLate(nonce);
        if (refused.isEmpty()) {
            return Effect.NONE;
        }
        judge.refusedLate(channel, refused, error);
        return Effect.ANSWERED;
    }

    private void settle(Channel channel, Request opening) {
        protocol.settle(channel, opening, target);
        channel.settled(target.snapshot());
    }

    /** Takes in what was published since. */
    void follow() {
        Snapshot newest = newest();
        for (Generation next = generation.next(); next != null; next = generation.next()) {
            boolean first = !generation.isPublished();
            generation = next;
            target.follow(next.snapshot());
            if (first) {
                for (Channel channel : channels.values()) {
                    Request opening = channel.opening();
                    if (opening != null) {
                        settle(channel, opening);
                    }
                }
            } else {
                next.changes().forEach(change -> changed(change, newest));
            }
            channels.values().forEach(channel -> channel.follow(target.snapshot()));
        }
    }

    private Snapshot newest() {
        Generation newest = generation;
        for (Generation next = newest.next(); next != null; next = next.next()) {
            newest = next;
        }
        return newest.snapshot();
    }

    /** What came back meanwhile others may have taken already: the record is not this stream's alone. */
    private void changed(Change change, Snapshot newest) {
        channel(change.key().type()).changed(change.key().name(), change.before());
        if (newest.get(change.key()) == null) {
            record.removed(change.key());
        }
    }

    /** What may be sent now; null where the client has all, or must answer first. The caller sends it. */
    @Nullable
    Response next() {
        if (!generation.isPublished()) {
            return null;
        }
        for (Step step : Step.values()) {
            Channel channel = channel(step.type);
            if (channel.asked() && (protocol.mayPipeline() || channel.onTheWay().isEmpty())) {
                Bundle bundle = step.adds ? loader.takeBundle(channel) : null;
                if (bundle != null) {
                    return ship(channel, bundle.shipments(), nonce -> channel.ship(nonce, bundle));
                }
                List<Shipment> shipments = loader.load(channel, step);
                if (!shipments.isEmpty()) {
                    return ship(channel, shipments, nonce -> channel.ship(nonce, shipments));
                }
                if (step.adds && loader.mayAnswer(channel)) {
                    List<Shipment> owed = loader.restated(channel, List.of());
                    return ship(channel, owed, nonce -> channel.ship(nonce, owed));
                }
            }
        }
        return null;
    }

    /** @param departure notes that they are on their way under this nonce */
    private Response ship(Channel channel, List<Shipment> shipments, Consumer<String> departure) {
        String nonce = Long.toString(++lastNonce);
        Response response = protocol.compose(channel, nonce, shipments, target);
        departure.accept(nonce);
        oweAssignments(channel, shipments);
        return response;
    }

    /** An Envoy that gets a changed cluster warms it until the assignment comes again. */
    private void oweAssignments(Channel channel, List<Shipment> shipments) {
        if (channel.type() == ResourceType.CLUSTER && served.contains(ResourceType.ENDPOINTS)) {
            Channel endpoints = channel(ResourceType.ENDPOINTS);
            for (Shipment shipment : shipments) {
                if (shipment.sent() != null) {
                    endpoints.owe(shipment.sent().references().assignments(), target.snapshot());
                }
            }
        }
    }

    /** The types that the stream is about. */
    Set<ResourceType> served() {
        return served;
    }

    Map<ResourceType, Channel> channels() {
        return channels;
    }

    Target target() {
        return target;
    }

    /** Counts a response that went out. */
    void sent(Response response, int bytes) {
        channel(response.type())
                .count(new Traffic(
                        1, response.resources().size(), response.removed().size(), bytes, 0));
    }

    Channel channel(ResourceType type) {
        return Objects.requireNonNull(channels.get(type));
    }
}
