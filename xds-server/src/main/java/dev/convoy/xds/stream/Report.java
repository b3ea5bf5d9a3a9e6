package dev.convoy.xds.stream;

import dev.convoy.xds.delivery.Refusal;
import dev.convoy.xds.delivery.ResourceDelivery;
import dev.convoy.xds.delivery.ResourceDelivery.Held;
import dev.convoy.xds.delivery.ResourceDelivery.Progress;
import dev.convoy.xds.delivery.TypeDelivery;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshot;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        Set<String> names = channel.subscription().namesBeside(snapshot.of(channel.type()));
        channel.published(snapshot).forEach(resource -> names.add(resource.name()));
        names.addAll(channel.due().keySet());
        channel.onTheWay().names().forEach(names::add);
        var resources = new TreeMap<String, ResourceDelivery>();
        for (String name : names) {
            Held held = held(channel.holding(name, snapshot));
            resources.put(name, new ResourceDelivery(held, progress(name, held, channel, stream)));
        }
        return new TypeDelivery(resources, channel.traffic());
    }

    private static Held held(Holding holding) {
        return switch (holding) {
            case Holding.Nothing _ -> new Held.Nothing();
            case Holding.Has(Resource resource) -> new Held.Version(resource.version());
            case Holding.Foreign _, Holding.Unsure _ -> new Held.Unknown();
        };
    }

    private static Progress progress(String name, Held held, Channel channel, AdsStream stream) {
        var key = new ResourceKey(channel.type(), name);
        Snapshot snapshot = stream.target().snapshot();
        Refusal refusal = refusal(stream, key);
        if (refusal != null) {
            return stream.target().refusedItself(refusal.versioned())
                    ? new Progress.Refused(refusal)
                    : new Progress.Withheld(refusal);
        }
        if (channel.isAcknowledged(name, snapshot)) {
            return new Progress.Acknowledged();
        }
        // Before anything is published, nothing can be said to be missing.
        if (channel.opening() == null && snapshot.get(key) == null && held instanceof Held.Nothing) {
            return new Progress.Missing();
        }
        return channel.onTheWay().holds(name) ? new Progress.Sent() : new Progress.Due();
    }

    /** Whether any of these is published, of a type that the stream is about, and the client has not acknowledged it as it is published. */
    static boolean misses(AdsStream stream, Predicate<ResourceKey> which) {
        Snapshot snapshot = stream.target().snapshot();
        return stream.served().stream().anyMatch(type -> misses(stream.channel(type), which, snapshot));
    }

    private static boolean misses(Channel channel, Predicate<ResourceKey> which, Snapshot snapshot) {
        ResourceType type = channel.type();
        return channel.subscription().wantsAll(snapshot.of(type))
                ? channel.unsettled().anyMatch(key -> snapshot.get(key) != null && which.test(key))
                : snapshot.of(type)
                        .anyMatch((name, _) ->
                                !channel.isAcknowledged(name, snapshot) && which.test(new ResourceKey(type, name)));
    }

    /** Why the client lacks those of these that it or others refused as they are published. */
    static List<Refusal> refusals(AdsStream stream, Predicate<ResourceKey> which) {
        boolean upToDate = stream.channels().values().stream().allMatch(Channel::isUpToDate);
        return !upToDate && !stream.target().barsNothing()
                ? stream.channels().values().stream()
                        .flatMap(Channel::unsettled)
                        .filter(which)
                        .flatMap(key -> Stream.ofNullable(refusal(stream, key)))
                        .toList()
                : List.of();
    }

    /** Why the client does not have this resource as it is published; null where nobody refused it. */
    static @Nullable Refusal refusal(AdsStream stream, ResourceKey key) {
        Snapshot snapshot = stream.target().snapshot();
        Resource published = snapshot.get(key);
        Channel channel = stream.channel(key.type());
        return channel.subscription().wants(key.name())
                        && published != null
                        && !channel.isAcknowledged(key.name(), snapshot)
                ? stream.target().refusal(published)
                : null;
    }
}
