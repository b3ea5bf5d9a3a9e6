package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.SetVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * State of the world: one version for all that a client has of a type. Clusters and listeners are always stated in full; of the
 * others a response holds what is new.
 */
final class SotwProtocol implements Protocol {
    /**
     * Where more than so many are still to come, nobody will come back with just that state: it has a version that is no other's, rather
     * than one that all names have to be gone through for.
     */
    private static final int FEW = 32;

    private final WholeStates states;
    private boolean anythingSaid;

    SotwProtocol() {
        this(new WholeStates());
    }

    SotwProtocol(WholeStates states) {
        this.states = states;
    }

    @Override
    public String name() {
        return "sotw";
    }

    @Override
    public void subscribe(Channel channel, Request request, boolean first, boolean answers, Target target) {
        Subscription subscription = channel.subscription();
        Names stated = ((Request.Sotw) request).names();
        if (!subscription.restate(stated)) {
            // All of them are on their way where it has not answered yet: it asked before it heard of them.
            if (!answers
                    && channel.type() == ResourceType.SCOPES
                    && channel.onTheWay().isEmpty()) {
                forget(channel, target);
            }
            return;
        }
        Set<String> wanted = new HashSet<>(stated.list());
        boolean named = wanted.remove(Subscription.WILDCARD) || !wanted.isEmpty();
        boolean wildcard = named
                ? stated.hasWildcard()
                : Wildcards.areUsual(channel.type())
                        && (first || (subscription.isWildcard() && !subscription.isExplicit()));
        if (named) {
            subscription.markExplicit();
        }
        if (wildcard) {
            Wildcards.begin(channel, target);
        }
        for (String name : wanted) {
            if (!subscription.isNamed(name)) {
                channel.subscribe(name, target.snapshot());
            }
        }
        for (String name : subscription.names()) {
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
            channel.onTheWay().forget();
        }
    }

    /** An Envoy whose last scoped listener goes drops its scopes without a word, and with the next one asks as it did before. */
    private static void forget(Channel channel, Target target) {
        channel.backlog().clear();
        channel.published(target.snapshot())
                .forEach(published -> channel.lacks(published.name(), new Holding.Nothing(), false));
        channel.oweAnswer();
    }

    @Override
    public void settle(Channel channel, Request opening, Target target) {
        String claimed = ((Request.Sotw) opening).version();
        channel.backlog().clear();
        SetVersion version = target.barsNothing()
                ? channel.version(target.snapshot())
                : SetVersion.of(channel.published(target.snapshot())
                        .map(published -> target.of(published, new Holding.Nothing()))
                        .filter(Objects::nonNull));
        // Who asks because of something that this stream said may have forgotten what its version stands for.
        boolean alwaysAsked = channel.type() == ResourceType.CLUSTER || channel.type() == ResourceType.LISTENER;
        boolean trusted = !anythingSaid || alwaysAsked;
        boolean upToDate = trusted && version.toString().equals(claimed);
        boolean mayWait = !trusted || claimed.isEmpty();
        if (upToDate && target.barsNothing()) {
            return;
        }
        channel.published(target.snapshot()).forEach(published -> {
            Resource resource = target.of(published, new Holding.Nothing());
            if (!upToDate) {
                channel.lacks(published.name(), held(claimed), mayWait && isNamed(channel, published.name()));
            } else if (resource != published) {
                // What is not stated in full may be there although its version is not in the claim.
                boolean unknown = resource == null && !isWhole(channel.type());
                channel.lacks(published.name(), unknown ? held(claimed) : Holding.of(resource), false);
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
        return channel.subscription().isNamed(name);
    }

    private static Holding held(String claimed) {
        return claimed.isEmpty() ? new Holding.Nothing() : new Holding.Foreign(false);
    }

    @Override
    public boolean mayPipeline() {
        return false;
    }

    @Override
    public boolean tellsApart() {
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
        var sent = new TreeMap<String, @Nullable Resource>();
        shipments.forEach(shipment -> sent.put(shipment.name(), shipment.sent()));
        ResourceType type = channel.type();
        if (isWhole(type)) {
            SetVersion version = version(channel, sent, target);
            List<Resource> whole = states.of(type, version, () -> whole(channel, sent, target));
            return new Response(type, nonce, version.toString(), whole, List.of());
        }
        boolean muchToCome = channel.due().size() - shipments.size() > FEW;
        String version =
                muchToCome ? "part-" + nonce : version(channel, sent, target).toString();
        List<Resource> told = sent.values().stream().filter(Objects::nonNull).toList();
        return new Response(type, nonce, version, told, List.of());
    }

    /** Of all that the client has afterwards: what is published, except where something is due. */
    private static SetVersion version(Channel channel, Map<String, @Nullable Resource> sent, Target target) {
        SetVersion version = channel.version(target.snapshot());
        for (Map.Entry<String, Due> lacking : channel.due().entrySet()) {
            String name = lacking.getKey();
            Resource published = target.snapshot().get(channel.type(), name);
            Resource after = after(name, lacking.getValue(), sent);
            version = published != null && channel.subscription().wants(name) ? version.minus(published) : version;
            version = after != null ? version.plus(after) : version;
        }
        return version;
    }

    private static List<Resource> whole(Channel channel, Map<String, @Nullable Resource> sent, Target target) {
        var whole = new TreeMap<String, Resource>();
        channel.published(target.snapshot()).forEach(published -> whole.put(published.name(), published));
        channel.due().forEach((name, due) -> {
            Resource after = after(name, due, sent);
            if (after == null) {
                whole.remove(name);
            } else {
                whole.put(name, after);
            }
        });
        return List.copyOf(whole.values());
    }

    private static @Nullable Resource after(String name, Due due, Map<String, @Nullable Resource> sent) {
        return sent.containsKey(name)
                ? sent.get(name)
                : due.holding().restated().orElse(null);
    }

    @Override
    public Outbound encode(Response response) {
        return Wire.sotw(response);
    }
}
