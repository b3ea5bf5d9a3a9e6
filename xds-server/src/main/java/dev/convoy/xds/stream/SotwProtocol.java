package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.SetVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * State of the world: one version for all that a client has of a type. Clusters and listeners are always stated in full; of the
 * others a response holds what is new.
 */
final class SotwProtocol implements Protocol {
    private boolean anythingSaid;

    @Override
    public String name() {
        return "sotw";
    }

    @Override
    public void subscribe(Channel channel, Request request, boolean first, boolean answers, Target target) {
        Subscription subscription = channel.subscription();
        List<String> names = ((Request.Sotw) request).names();
        if (!subscription.restate(names)) {
            if (!answers && channel.type() == ResourceType.SCOPES) {
                forget(channel, target);
            }
            return;
        }
        Set<String> wanted = new HashSet<>(names);
        boolean named = wanted.remove(Subscription.WILDCARD) || !wanted.isEmpty();
        boolean wildcard = named
                ? names.contains(Subscription.WILDCARD)
                : Wildcards.areUsual(channel.type())
                        && (first || (subscription.isWildcard() && !subscription.isExplicit()));
        if (named) {
            subscription.markExplicit();
        }
        if (wildcard) {
            Wildcards.begin(channel, target);
        }
        for (String name : wanted) {
            if (!subscription.names().contains(name)) {
                channel.subscribe(name, target.snapshot());
            }
        }
        for (String name : List.copyOf(subscription.names())) {
            if (!wanted.contains(name)) {
                subscription.remove(name);
                channel.dropUnwanted(name);
            }
        }
        if (!wildcard && subscription.isWildcard()) {
            Wildcards.end(channel);
        }
        if (!wildcard && wanted.isEmpty()) {
            // It need not answer what is on its way, and grpc-java does not.
            channel.forgetInFlight();
        }
    }

    /** An Envoy whose last scoped listener goes drops its scopes without a word, and with the next one asks as it did before. */
    private static void forget(Channel channel, Target target) {
        channel.due().clear();
        channel.published(target.snapshot())
                .forEach(published -> channel.lacks(published.name(), new Holding.Nothing(), false));
        channel.oweAnswer();
    }

    @Override
    public void settle(Channel channel, Request opening, Target target) {
        String claimed = ((Request.Sotw) opening).version();
        channel.due().clear();
        var fresh = new TreeMap<String, @Nullable Resource>();
        channel.published(target.snapshot())
                .forEach(published -> fresh.put(published.name(), target.of(published, new Holding.Nothing())));
        SetVersion version = SetVersion.of(fresh.values().stream().filter(Objects::nonNull));
        // Who asks because of something that this stream said may have forgotten what its version stands for.
        boolean trusted = !anythingSaid || isWhole(channel.type());
        boolean upToDate = trusted && version.toString().equals(claimed);
        boolean mayWait = !trusted || claimed.isEmpty();
        fresh.forEach((name, resource) -> {
            if (!upToDate) {
                channel.lacks(name, held(claimed), mayWait && isNamed(channel, name));
            } else if (resource != target.snapshot().get(channel.type(), name)) {
                channel.lacks(name, Holding.of(resource), false);
            }
        });
        for (String name : channel.subscription().names()) {
            if (target.snapshot().get(channel.type(), name) == null) {
                channel.lacks(name, held(claimed), mayWait);
            }
        }
        if (!upToDate && isWhole(channel.type())) {
            channel.oweAnswer();
            if (!claimed.isEmpty()) {
                channel.mayHaveMore();
            }
        }
    }

    /** A client that has nothing yet waits for each of the names, even if it is gone before its turn comes. */
    private static boolean isNamed(Channel channel, String name) {
        return channel.subscription().names().contains(name);
    }

    private static Holding held(String claimed) {
        return claimed.isEmpty() ? new Holding.Nothing() : new Holding.Foreign(false);
    }

    @Override
    public boolean mayPipeline() {
        return false;
    }

    @Override
    public boolean isWhole(ResourceType type) {
        return switch (type) {
            case CLUSTER, LISTENER, SCOPES -> true;
            case SECRET, ENDPOINTS, ROUTES -> false;
        };
    }

    @Override
    public boolean canRemove(ResourceType type) {
        return isWhole(type);
    }

    @Override
    public Response compose(Channel channel, String nonce, List<Shipment> shipments, Target target) {
        anythingSaid = true;
        var after = new ArrayList<Resource>();
        var sent = new ArrayList<Resource>();
        var loaded = new HashSet<String>();
        for (Shipment shipment : shipments) {
            loaded.add(shipment.name());
            if (shipment.sent() != null) {
                sent.add(shipment.sent());
                after.add(shipment.sent());
            }
        }
        // What stays as it is: where nothing is due, that is what is published.
        channel.due().forEach((name, due) -> {
            if (!loaded.contains(name)) {
                due.holding().restated().ifPresent(after::add);
            }
        });
        channel.published(target.snapshot())
                .filter(published -> !channel.due().containsKey(published.name()))
                .forEach(after::add);
        SetVersion version = SetVersion.of(after.stream());
        boolean whole = isWhole(channel.type());
        if (whole) {
            after.sort(Comparator.comparing(Resource::name));
        }
        return new Response(channel.type(), nonce, version.toString(), whole ? after : sent, List.of());
    }

    @Override
    public byte[] encode(Response response) {
        return Wire.sotw(response);
    }
}
