package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

    List<Shipment> load(Channel channel, Step step) {
        var load = new ArrayList<Shipment>();
        int bytes = 0;
        for (Map.Entry<String, Due> entry : List.copyOf(channel.due().entrySet())) {
            String name = entry.getKey();
            Due due = entry.getValue();
            if (channel.isTravelling(name)) {
                continue;
            }
            Resource published = target.snapshot().get(channel.type(), name);
            if (published == null) {
                loadRemoval(channel, step, name, due, load);
                continue;
            }
            Resource wanted = target.of(published, due.holding());
            if (wanted == null) {
                if (due.holding() instanceof Holding.Foreign && protocol.isWhole(channel.type())) {
                    // To state everything without it would take away what the client has; its bytes are not known here.
                    return List.of();
                }
            } else if (due.holding().has(wanted) && !due.owed()) {
                if (wanted.sameAs(published)) {
                    channel.due().remove(name);
                }
            } else if (step.adds && sequence.mayAdd(wanted)) {
                load.add(new Shipment(name, wanted, due.holding()));
                bytes += wanted.any().size();
                if (isFull(channel.type(), bytes)) {
                    return load;
                }
            }
        }
        if (protocol.isWhole(channel.type()) && !load.isEmpty()) {
            restateWhatIsUnsure(channel, load);
        }
        return load;
    }

    /** What has to be said again so as not to be taken away may replace something, so it is tracked like what is new. */
    private static void restateWhatIsUnsure(Channel channel, List<Shipment> load) {
        Set<String> loaded = load.stream().map(Shipment::name).collect(Collectors.toSet());
        channel.due().forEach((name, due) -> {
            if (due.holding() instanceof Holding.Unsure && !loaded.contains(name)) {
                due.holding().restated().ifPresent(held -> load.add(new Shipment(name, held, due.holding())));
            }
        });
    }

    private void loadRemoval(Channel channel, Step step, String name, Due due, List<Shipment> load) {
        if (due.holding() instanceof Holding.Nothing && !due.owed()) {
            channel.due().remove(name);
        } else if (due.holding().isUnused() || sequence.mayRemove(channel.type(), name)) {
            if (step.removes) {
                remove(channel, name, due, load);
            }
        } else if (step.adds && due.owed()) {
            // It still needs what is to go, and waits to hear of it again.
            due.holding().restated().ifPresent(held -> load.add(new Shipment(name, held, due.holding())));
        }
    }

    private void remove(Channel channel, String name, Due due, List<Shipment> load) {
        if (protocol.canRemove(channel.type())) {
            load.add(new Shipment(name, null, due.holding()));
        } else if (due.owed() && channel.type() == ResourceType.ENDPOINTS) {
            // The client warms a cluster that was removed meanwhile, and acknowledges no other until it is answered.
            load.add(new Shipment(name, Resource.emptyAssignment(name), due.holding()));
        } else {
            channel.due().remove(name);
        }
    }

    /** Something is to be added as soon as its turn comes. */
    boolean isMoreToCome(Channel channel) {
        return channel.due().entrySet().stream().anyMatch(entry -> {
            Resource published = target.snapshot().get(channel.type(), entry.getKey());
            return published != null && target.of(published, entry.getValue().holding()) != null;
        });
    }

    /** One set of routes a response, because Envoy's words about refused routes do not say which. */
    private boolean isFull(ResourceType type, int bytes) {
        return type == ResourceType.ROUTES || (!protocol.isWhole(type) && bytes >= responseBytes);
    }
}
