package dev.convoy.xds.stream;

import dev.convoy.xds.delivery.Refusal;
import dev.convoy.xds.delivery.TrackRecord;
import dev.convoy.xds.delivery.Traffic;
import dev.convoy.xds.snapshot.Change;
import dev.convoy.xds.snapshot.Generation;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of one conversation: requests and publications go in, the next response comes out when it is asked for. It does no IO
 * and knows no threads. Because each response is worked out from what differs at that moment, a slow client gets the latest state
 * and never a backlog.
 */
final class AdsStream {
    private static final int LONGEST_WORDS = 4_096;

    private final Protocol protocol;
    private final StreamLimits limits;
    private final InstantSource clock;
    private final Map<ResourceType, Channel> channels = new EnumMap<>(ResourceType.class);
    private final TrackRecord record;
    private final Target target;
    private final Sequence sequence;
    private Generation generation;
    private long lastNonce;

    AdsStream(
            Protocol protocol,
            Generation generation,
            TrackRecord record,
            String node,
            StreamLimits limits,
            InstantSource clock) {
        this.protocol = protocol;
        this.generation = generation;
        this.record = record;
        this.limits = limits;
        this.clock = clock;
        this.target = new Target(generation.snapshot(), record, node);
        for (ResourceType type : ResourceType.values()) {
            channels.put(type, new Channel(type));
        }
        this.sequence = new Sequence(channels, target);
    }

    /**
     * Takes in what the client said.
     *
     * @return whether it acknowledged or refused something
     */
    boolean request(Request request) {
        Channel channel = channel(request.type());
        List<Shipment> answered = channel.answered(request.nonce());
        if (answered != null) {
            if (request.error() == null) {
                answered.stream().map(Shipment::sent).filter(Objects::nonNull).forEach(target::acknowledge);
            } else {
                refuse(channel, answered, request.error());
            }
        }
        if (protocol.isCurrent(channel, request)) {
            boolean first = !channel.asked();
            if (first) {
                channel.open(request);
            }
            protocol.subscribe(channel, request, first, target);
            checkLimits(channel);
            if (first && generation.isPublished()) {
                protocol.settle(channel, request, target);
            }
        }
        return answered != null;
    }

    /** Takes in what was published since. */
    void follow() {
        for (Generation next = generation.next(); next != null; next = generation.next()) {
            boolean first = !generation.isPublished();
            generation = next;
            target.follow(next.snapshot());
            if (first) {
                for (Channel channel : channels.values()) {
                    Request opening = channel.opening();
                    if (opening != null) {
                        protocol.settle(channel, opening, target);
                    }
                }
            } else {
                next.changes().forEach(this::changed);
            }
        }
    }

    private void changed(Change change) {
        channel(change.key().type()).changed(change.key().name(), change.before());
        if (target.snapshot().get(change.key()) == null) {
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
            if (channel.asked() && (protocol.mayPipeline() || !channel.hasInFlight())) {
                List<Shipment> shipments = collect(channel, step);
                if (!shipments.isEmpty() || (step.adds && channel.answerOwed() && !isComing(channel))) {
                    return ship(channel, shipments);
                }
            }
        }
        return null;
    }

    private List<Shipment> collect(Channel channel, Step step) {
        var shipments = new ArrayList<Shipment>();
        int bytes = 0;
        Iterator<Map.Entry<String, Due>> lacking = channel.due().entrySet().iterator();
        while (lacking.hasNext()) {
            Map.Entry<String, Due> entry = lacking.next();
            String name = entry.getKey();
            Due due = entry.getValue();
            if (channel.isTravelling(name)) {
                continue;
            }
            Resource published = target.snapshot().get(channel.type(), name);
            if (published == null) {
                if (isGone(due)
                        || (step.removes && mayRemove(channel, name, due) && !protocol.canRemove(channel.type()))) {
                    lacking.remove();
                } else if (step.removes && mayRemove(channel, name, due)) {
                    shipments.add(new Shipment(name, null, due.holding()));
                }
                continue;
            }
            Resource wanted = target.of(published, due.holding());
            if (wanted != null && due.holding().has(wanted) && !due.owed()) {
                if (wanted.sameAs(published)) {
                    lacking.remove();
                }
            } else if (wanted != null && step.adds && sequence.mayAdd(wanted)) {
                shipments.add(new Shipment(name, wanted, due.holding()));
                bytes += wanted.any().size();
                if (isFull(channel.type(), bytes)) {
                    break;
                }
            } else if (wanted == null && due.holding() instanceof Holding.Unknown && protocol.isWhole(channel.type())) {
                // Stating everything without it would take away what the client has; its bytes are not known here.
                return List.of();
            }
        }
        return shipments;
    }

    /** Something is to be added as soon as its turn comes. */
    private boolean isComing(Channel channel) {
        return channel.due().entrySet().stream().anyMatch(entry -> {
            Resource published = target.snapshot().get(channel.type(), entry.getKey());
            return published != null && target.of(published, entry.getValue().holding()) != null;
        });
    }

    private static boolean isGone(Due due) {
        return due.holding() instanceof Holding.Nothing && !due.owed();
    }

    private boolean mayRemove(Channel channel, String name, Due due) {
        return due.holding() instanceof Holding.Nothing || sequence.mayRemove(channel.type(), name);
    }

    /** One set of routes a response, because Envoy's words about refused routes do not say which. */
    private boolean isFull(ResourceType type, int bytes) {
        return type == ResourceType.ROUTES || (!protocol.isWhole(type) && bytes >= limits.responseBytes());
    }

    private Response ship(Channel channel, List<Shipment> shipments) {
        String nonce = Long.toString(++lastNonce);
        Response response = protocol.compose(channel, nonce, shipments, target);
        channel.ship(nonce, shipments, target.snapshot());
        if (channel.type() == ResourceType.CLUSTER) {
            // An Envoy that gets a changed cluster warms it until the assignment comes again.
            Channel endpoints = channel(ResourceType.ENDPOINTS);
            for (Shipment shipment : shipments) {
                if (shipment.sent() != null) {
                    shipment.sent().references().assignments().forEach(name -> endpoints.owe(name, target.snapshot()));
                }
            }
        }
        return response;
    }

    private void refuse(Channel channel, List<Shipment> shipments, String error) {
        channel.count(new Traffic(0, 0, 0, 0, 1));
        String words = error.length() > LONGEST_WORDS ? error.substring(0, LONGEST_WORDS) + "…" : error;
        List<String> sent = shipments.stream()
                .filter(shipment -> shipment.sent() != null)
                .map(Shipment::name)
                .toList();
        Set<String> guilty = Blame.of(channel.type(), error, sent);
        for (Shipment shipment : shipments) {
            String name = shipment.name();
            Resource resource = shipment.sent();
            if (resource == null) {
                // A removal refused alone cannot be mended by saying it again.
                if (!sent.isEmpty()
                        && !protocol.isWhole(channel.type())
                        && channel.subscription().wants(name)) {
                    channel.lacks(name, new Holding.Unknown(), false);
                }
            } else if (guilty.contains(name)) {
                target.refuse(resource);
                refused(channel, shipment, new Refusal(resource.key(), resource.version(), words, clock.instant()));
            } else if (channel.subscription().wants(name)) {
                // Envoy records no version of a refused response, even where it took this part of it.
                channel.lacks(name, new Holding.Unknown(), false);
            }
        }
    }

    private void refused(Channel channel, Shipment shipment, Refusal refusal) {
        if (!channel.subscription().wants(shipment.name())) {
            return;
        }
        // The clusters wait for an assignment, so the last good one is said again.
        channel.lacks(shipment.name(), shipment.before(), channel.type() == ResourceType.ENDPOINTS);
        Resource published = target.snapshot().get(refusal.key());
        if (published != null && published.version().equals(refusal.version())) {
            channel.refused(refusal);
        }
    }

    private void checkLimits(Channel channel) {
        Subscription subscription = channel.subscription();
        if (subscription.size() > limits.subscriptionsPerType()) {
            throw new LimitExceeded("subscribed to " + subscription.size() + " names of type "
                    + channel.type().typeUrl() + "; at most " + limits.subscriptionsPerType() + " are served");
        }
    }

    boolean acknowledged(ResourceKey key) {
        return channel(key.type()).isAcknowledged(key.name(), target.snapshot());
    }

    @Nullable
    Refusal refusal(ResourceKey key) {
        return channel(key.type()).refusal(key.name());
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

    private Channel channel(ResourceType type) {
        return Objects.requireNonNull(channels.get(type));
    }
}
