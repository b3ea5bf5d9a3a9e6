package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Picks what of a channel may go into the next response, and strikes off what has settled itself. */
final class Loader {
    private final Protocol protocol;
    private final Target target;
    private final Sequence sequence;
    private final int responseBytes;

    Loader(Protocol protocol, Target target, Sequence sequence, int responseBytes) {
        this.protocol = protocol;
        this.target = target;
        this.sequence = sequence;
        this.responseBytes = responseBytes;
    }

    /** Bundled resources that may go as they were put together; null where there are none, or each has to be looked at. */
    @Nullable
    Bundle takeBundle(Channel channel) {
        if (channel.backlog().hasBundles() && !target.barsNothing()) {
            channel.unbundle();
        }
        return channel.backlog().takeBundle();
    }

    List<Shipment> load(Channel channel, Step step) {
        return channel.due().isEmpty() ? List.of() : new Load(channel, step).fill();
    }

    /** A response is owed for which nothing has to be waited, though there may be nothing to put into it. */
    boolean mayAnswer(Channel channel) {
        return channel.answerOwed()
                && !isMoreToCome(channel)
                && !(protocol.isWhole(channel.type()) && wouldTakeAwayWhatIsNotKnown(channel));
    }

    /** Something is to be added as soon as its turn comes. */
    private boolean isMoreToCome(Channel channel) {
        return channel.backlog().hasBundles()
                || channel.due().entrySet().stream().anyMatch(entry -> {
                    Resource published = target.snapshot().get(channel.type(), entry.getKey());
                    return published != null
                            && target.of(published, entry.getValue().holding()) != null;
                });
    }

    /** To state everything without a resource takes it away, and one from before this stream cannot be stated. */
    private boolean wouldTakeAwayWhatIsNotKnown(Channel channel) {
        return channel.due().entrySet().stream().anyMatch(lacking -> {
            Resource published = target.snapshot().get(channel.type(), lacking.getKey());
            Holding holding = lacking.getValue().holding();
            return published != null && holding instanceof Holding.Foreign && target.of(published, holding) == null;
        });
    }

    /**
     * With what has to be said again so as not to be taken away. Where the client may not have it, it may replace something, so it is
     * tracked like what is new.
     */
    List<Shipment> restated(Channel channel, List<Shipment> loaded) {
        if (!protocol.isWhole(channel.type())) {
            return loaded;
        }
        var all = new ArrayList<>(loaded);
        Set<String> names = loaded.stream().map(Shipment::name).collect(Collectors.toSet());
        channel.due().forEach((name, due) -> {
            if (due.holding() instanceof Holding.Unsure && !names.contains(name)) {
                Resource published = target.snapshot().get(channel.type(), name);
                due.holding()
                        .restated()
                        .ifPresent(held -> all.add(
                                new Shipment(name, held, due.holding(), published != null && published.sameAs(held))));
            }
        });
        return all;
    }

    private final class Load {
        private final Channel channel;
        private final Step step;
        private final boolean whole;
        private @Nullable Predicate<String> removable;
        private final List<Shipment> shipments = new ArrayList<>();
        private int bytes;
        private boolean full;

        Load(Channel channel, Step step) {
            this.channel = channel;
            this.step = step;
            this.whole = protocol.isWhole(channel.type());
        }

        List<Shipment> fill() {
            // Names are struck off on the way, and most are left for the next response.
            for (var lacking = channel.due().firstEntry();
                    lacking != null && !full;
                    lacking = channel.due().higherEntry(lacking.getKey())) {
                String name = lacking.getKey();
                if (!channel.onTheWay().holds(name)) {
                    load(name, lacking.getValue());
                }
            }
            if (whole && wouldTakeAwayWhatIsNotKnown(channel)) {
                return List.of();
            }
            return shipments.isEmpty() ? shipments : restated(channel, shipments);
        }

        private void load(String name, Due due) {
            Resource published = target.snapshot().get(channel.type(), name);
            if (published == null) {
                gone(name, due);
            } else {
                there(published, due);
            }
        }

        private void there(Resource published, Due due) {
            Resource wanted = target.of(published, due.holding());
            if (wanted == null) {
                withheld(published.name(), due);
                return;
            }
            if (due.holding().has(wanted) && !due.owed()) {
                if (wanted.sameAs(published)) {
                    channel.due().remove(published.name());
                }
            } else if (step.adds) {
                Resource possible = sequence.mayAdd(wanted, due.holding()) ? wanted : instead(wanted, due);
                if (possible != null) {
                    add(possible, due, possible.sameAs(published));
                }
            }
        }

        /** A cluster whose endpoints were refused and were never good has none: while it waits, Envoy acknowledges no cluster. */
        private void withheld(String name, Due due) {
            if (step.adds
                    && channel.type() == ResourceType.ENDPOINTS
                    && due.owed()
                    && due.holding().isUnused()) {
                Resource none = Resource.emptyAssignment(name);
                if (target.refusal(none) == null) {
                    add(none, due, false);
                }
            }
        }

        /** For a client that has nothing yet, the last good routes are better than none until a refused cluster is mended. */
        private @Nullable Resource instead(Resource wanted, Due due) {
            if (!(due.holding() instanceof Holding.Nothing) || !sequence.isHopeless(wanted)) {
                return null;
            }
            Resource good = target.lastGood(wanted);
            return good != null && sequence.mayAdd(good, due.holding()) ? good : null;
        }

        private void gone(String name, Due due) {
            if (due.holding() instanceof Holding.Nothing && !due.owed()) {
                channel.due().remove(name);
            } else if (due.holding().isUnused() || isRemovable(name)) {
                // What is stated in full leaves it out as soon as it may: where there is always something to add, its
                // own step never comes.
                if (step.removes || whole) {
                    remove(name, due);
                }
            } else if (step.adds && due.owed()) {
                // It still needs what is to go, and waits to hear of it again.
                due.holding().restated().ifPresent(held -> add(held, due, false));
            }
        }

        private boolean isRemovable(String name) {
            if (removable == null) {
                removable = sequence.removable(channel.type());
            }
            return removable.test(name);
        }

        private void remove(String name, Due due) {
            if (protocol.canRemove(channel.type())) {
                shipments.add(new Shipment(name, null, due.holding(), true));
                count(name.length());
            } else if (due.owed() && channel.type() == ResourceType.ENDPOINTS) {
                // The client warms a cluster that was removed meanwhile, and acknowledges no other until it is
                // answered.
                add(Resource.emptyAssignment(name), due, false);
            } else {
                channel.due().remove(name);
            }
        }

        private void add(Resource resource, Due due, boolean asPublished) {
            boolean alone = (isNameless() && !target.isProved(resource)) || target.isSuspect(resource.key());
            if (alone && !shipments.isEmpty()) {
                return;
            }
            shipments.add(new Shipment(resource.name(), resource, due.holding(), asPublished));
            count(resource.any().size());
            full |= alone;
        }

        /** Envoy's words do not say which of them it refused, so what none has taken yet travels alone. */
        private boolean isNameless() {
            return channel.type() == ResourceType.ROUTES
                    || (channel.type() == ResourceType.SECRET && !protocol.tellsApart());
        }

        private void count(int more) {
            bytes += more;
            full = !whole && bytes >= responseBytes;
        }
    }
}
