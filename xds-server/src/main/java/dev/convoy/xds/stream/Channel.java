package dev.convoy.xds.stream;

import dev.convoy.xds.delivery.Traffic;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.SetVersion;
import dev.convoy.xds.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One type on one stream. It remembers only where the client differs from what is published: a name that is wanted, and is neither
 * due nor travelling, is held as published. So a client that is up to date costs nothing, however much it holds.
 */
final class Channel {
    private final ResourceType type;
    private final Subscription subscription = new Subscription();
    private final Backlog backlog = new Backlog();
    private final OnTheWay onTheWay = new OnTheWay();
    private final List<Set<String>> owedFromTheStart = new ArrayList<>();
    private @Nullable Request opening;
    private boolean asked;
    private boolean resumed;
    private boolean accepted;
    private boolean mayHaveMore;
    private boolean answerOwed;
    private Traffic traffic = Traffic.NONE;

    Channel(ResourceType type) {
        this.type = type;
    }

    ResourceType type() {
        return type;
    }

    Subscription subscription() {
        return subscription;
    }

    /** The first request for this type, which says what the client has, until that is settled. */
    @Nullable
    Request opening() {
        return opening;
    }

    boolean asked() {
        return asked;
    }

    /** The client asked for this type, and had something of it already. */
    boolean resumed() {
        return resumed;
    }

    void open(Request request) {
        asked = true;
        resumed = request.resumes();
        opening = request;
    }

    /** What the client wants no longer it has no longer, whatever it said at first. */
    void disclaimUnwanted() {
        if (opening instanceof Request.Delta delta) {
            opening = delta.claiming(subscription::wants);
        }
    }

    /** Whether a response must come even if there is nothing to put into it. */
    boolean answerOwed() {
        return answerOwed;
    }

    void oweAnswer() {
        answerOwed = true;
    }

    /** The client took a response of this stream, so that nothing of before is left that a whole state does not name. */
    boolean accepted() {
        return accepted;
    }

    void accept() {
        accepted = true;
        mayHaveMore = false;
    }

    /** The client has a state of before this stream that it cannot name: until it takes another, it may use anything. */
    void mayHaveMore() {
        mayHaveMore = true;
    }

    /** What the client lacks, name by name; without what is bundled. */
    NavigableMap<String, Due> due() {
        return backlog.single();
    }

    Backlog backlog() {
        return backlog;
    }

    /** From here on every name that the client lacks is looked at by itself. */
    void unbundle() {
        backlog.unbundle(subscription::isNamed);
    }

    OnTheWay onTheWay() {
        return onTheWay;
    }

    /** What the client surely has; of a name that is travelling, what it had before. */
    Holding holding(String name, Snapshot snapshot) {
        Shipment shipment = onTheWay.get(name);
        return shipment != null ? shipment.before() : expected(name, snapshot);
    }

    /** Whether the client surely has some version, now and after it has taken what is travelling. */
    boolean isThere(String name, Snapshot snapshot) {
        Shipment shipment = onTheWay.get(name);
        return shipment != null
                ? shipment.sent() != null && shipment.before().isSomething()
                : expected(name, snapshot).isSomething();
    }

    /** What the client has once it has taken what is travelling. */
    Holding expected(String name, Snapshot snapshot) {
        if (backlog.isBundled(name)) {
            return new Holding.Nothing();
        }
        Due lacking = due().get(name);
        if (lacking != null) {
            return lacking.holding();
        }
        Shipment shipment = onTheWay.get(name);
        if (shipment != null) {
            return Holding.of(shipment.sent());
        }
        return subscription.wants(name) ? Holding.of(snapshot.get(type, name)) : new Holding.Nothing();
    }

    /** Everything other than what is published that the client may be using, now or once it has taken what is travelling. */
    Stream<Holding> lingering() {
        Stream<Holding> known = Stream.concat(
                due().values().stream().map(Due::holding),
                onTheWay.shipments().flatMap(shipment -> shipment.mayBeUsed(subscription)));
        return mayHaveMore ? Stream.concat(Stream.of(new Holding.Foreign(false)), known) : known;
    }

    /** A publication changed the name; the client had the resource of before, unless more is known. */
    void changed(String name, @Nullable Resource before) {
        if (!subscription.wants(name)) {
            return;
        }
        unbundle();
        Due lacking = due().get(name);
        if (lacking == null) {
            Shipment shipment = onTheWay.get(name);
            due().put(name, new Due(shipment != null ? Holding.of(shipment.sent()) : Holding.of(before), false));
        } else if (type == ResourceType.ROUTES && before == null) {
            due().put(name, new Due(lacking.holding().afterAbsence(), lacking.owed()));
        }
    }

    /** Nothing is due, and nothing on its way. */
    boolean isUpToDate() {
        return backlog.isEmpty() && onTheWay.isEmpty();
    }

    /** The client wants the name from here on, and is owed an answer even where it has it: whoever asks again has forgotten. */
    void subscribe(String name, Snapshot snapshot) {
        if (opening != null) {
            subscription.add(name); // what is due is worked out when the first request is settled
            return;
        }
        Holding held = expected(name, snapshot);
        subscription.add(name);
        lacks(name, held, true);
    }

    /** The client wants the name anew: what it had before it has forgotten. Endpoints are owed for their cluster's sake, too. */
    boolean askedAgain(String name) {
        Due lacking = due().get(name);
        return type != ResourceType.ENDPOINTS && lacking != null && lacking.owed();
    }

    /** The same for all of these; false where the client has or lacks some of them already, and nothing was done. */
    boolean subscribe(Selection selection) {
        if (!subscription.maySelect()) {
            return false;
        }
        for (Bundle bundle : selection.bundles()) {
            for (String name : bundle.names()) {
                if (subscription.wants(name) || backlog.contains(name) || onTheWay.holds(name)) {
                    return false;
                }
            }
        }
        subscription.add(selection);
        if (opening == null) {
            backlog.add(selection);
        }
        return true;
    }

    /** The client is to get the names again, whatever it has; or will be, where it has not asked for this type yet. */
    void owe(Set<String> names, Snapshot snapshot) {
        if (!asked) {
            owedFromTheStart.add(names);
            return;
        }
        names.stream().filter(subscription::wants).forEach(name -> lacks(name, expected(name, snapshot), true));
    }

    void settled(Snapshot snapshot) {
        opening = null;
        if (resumed) { // else the client lacks them anyway
            owedFromTheStart.forEach(names -> owe(names, snapshot));
        }
        owedFromTheStart.clear();
    }

    /** What is owed stays so until it is sent. */
    void lacks(String name, Holding holding, boolean owed) {
        if (!backlog.isBundled(name)) { // else it lacks it, and is owed it
            Due before = due().get(name);
            due().put(name, new Due(holding, owed || (before != null && before.owed())));
        }
    }

    void dropUnwanted(String name) {
        if (!subscription.wants(name)) {
            due().remove(name);
        }
    }

    /** The next bundle, which is on its way from here on. */
    void ship(String nonce, Bundle bundle) {
        onTheWay.add(nonce, bundle);
        answerOwed = false;
    }

    void ship(String nonce, List<Shipment> shipments) {
        onTheWay.add(nonce, shipments);
        answerOwed = false;
        for (Shipment shipment : shipments) {
            if (shipment.asPublished()) {
                due().remove(shipment.name());
            } else {
                due().put(shipment.name(), new Due(Holding.of(shipment.sent()), false));
            }
        }
    }

    boolean isAcknowledged(String name, Snapshot snapshot) {
        return subscription.wants(name)
                && snapshot.get(type, name) != null
                && !backlog.contains(name)
                && !onTheWay.holds(name);
    }

    /** What is due or travelling. */
    Stream<ResourceKey> unsettled() {
        return Stream.concat(backlog.names(), onTheWay.names()).distinct().map(name -> new ResourceKey(type, name));
    }

    /** What is published of what the client wants. */
    Stream<Resource> published(Snapshot snapshot) {
        return subscription.isWildcard()
                ? snapshot.of(type).values().stream()
                : subscription.names().stream()
                        .map(name -> snapshot.get(type, name))
                        .filter(Objects::nonNull);
    }

    /** The version of all that is published of what the client wants. */
    SetVersion version(Snapshot snapshot) {
        return subscription.wantsAll(snapshot.of(type)) ? snapshot.version(type) : SetVersion.of(published(snapshot));
    }

    /** Lets go of what was published before. */
    void follow(Snapshot snapshot) {
        subscription.wantsAll(snapshot.of(type));
    }

    void count(Traffic more) {
        traffic = traffic.plus(more);
    }

    Traffic traffic() {
        return traffic;
    }
}
