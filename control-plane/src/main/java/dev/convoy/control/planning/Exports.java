package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Kind;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.Service;
import dev.convoy.model.ServiceExport;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan.Protocol;
import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who offers which service to the fleet. A namespace and name mean the same service in every member (namespace sameness, KEP-1645);
 * where members differ about a port, the oldest export wins.
 */
record Exports(FleetModel fleet, PersistentMap<Name, Offer> offers) {
    static final Exports NONE = new Exports(FleetModel.empty(), PersistentMap.empty());

    /** A service over all members. */
    record Name(String namespace, String name) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            int order = namespace.compareTo(other.namespace);
            return order == 0 ? name.compareTo(other.name) : order;
        }

        static Name of(BackendId id) {
            return new Name(id.namespace(), id.name());
        }

        ObjectId in(Tree tree, Kind kind) {
            return new ObjectId(tree, kind, namespace, name);
        }

        /** Its backends among others. */
        List<BackendId> in(PersistentMap<BackendId, ?> backends, BackendId.Reach reach) {
            var found = new ArrayList<BackendId>();
            backends.forEachFrom(new BackendId(reach, namespace, name, 0), (id, _) -> {
                boolean isOurs = id.reach() == reach && of(id).equals(this);
                if (isOurs) {
                    found.add(id);
                }
                return isOurs;
            });
            return found;
        }
    }

    /** One member's part of a service, wherever that member is. */
    record Export(MemberId member, ServiceExport object, Service service) {
        boolean reaches(MemberId other) {
            return member.equals(other)
                    || object.exportTo().isEmpty()
                    || object.exportTo().contains(other);
        }

        Optional<Service.Port> port(int number) {
            return service.ports().stream()
                    .filter(port -> port.port() == number)
                    .findFirst();
        }
    }

    /**
     * All parts of a service.
     *
     * @param exports by member
     * @param agreed what the fleet says of each port: the words of the oldest export that has it
     * @param conflict where another export says otherwise
     */
    record Offer(List<Export> exports, Map<Integer, String> agreed, Optional<Fault> conflict) {
        private static final Comparator<Export> OLDEST_FIRST = Comparator.comparing(
                        (Export export) -> export.object().meta().created())
                .thenComparing(export -> export.object().id());

        static final Offer NONE = new Offer(List.of(), Map.of(), Optional.empty());

        static Offer of(List<Export> exports) {
            var winners = new HashMap<Integer, Export>();
            var agreed = new HashMap<Integer, String>();
            var conflicts = new ArrayList<Fault>();
            for (Export export : exports.stream().sorted(OLDEST_FIRST).toList()) {
                for (Service.Port port : export.service().ports()) {
                    Export winner = winners.computeIfAbsent(port.port(), _ -> export);
                    String words = agreed.computeIfAbsent(port.port(), _ -> port.appProtocol());
                    if (!Protocols.of(words).equals(Protocols.of(port.appProtocol()))) {
                        conflicts.add(conflict(port, words, winner, export));
                    }
                }
            }
            return new Offer(exports, agreed, conflicts.stream().findFirst());
        }

        private static Fault conflict(Service.Port port, String words, Export winner, Export other) {
            MemberId oldest = winner.member();
            return new Fault(
                    "PortConflict",
                    "Port " + port.port() + " has appProtocol " + quoted(words) + " in " + oldest + " and "
                            + quoted(port.appProtocol()) + " in "
                            + other.member() + ". The oldest export, that of "
                            + oldest + ", wins; make them alike.");
        }

        private static String quoted(String appProtocol) {
            return appProtocol.isEmpty() ? "none" : "\"" + appProtocol + "\"";
        }
    }

    /** Where a Service or an export of these services may have changed. */
    Exports next(FleetModel now, Collection<Name> services) {
        PersistentMap<Name, Offer> next = offers;
        for (Name name : services) {
            List<Export> exports = now.members().stream()
                    .flatMap(member -> export(now, member, name).stream())
                    .toList();
            next = exports.isEmpty() ? next.without(name) : next.with(name, Offer.of(exports));
        }
        return new Exports(now, next);
    }

    private static Optional<Export> export(FleetModel fleet, Member member, Name name) {
        Tree tree = Tree.of(member.memberId());
        return fleet.find(ServiceExport.class, name.in(tree, Kind.SERVICE_EXPORT))
                .flatMap(object -> fleet.find(Service.class, name.in(tree, Kind.SERVICE))
                        .map(service -> new Export(member.memberId(), object, service)));
    }

    private Offer offer(Name name) {
        return Objects.requireNonNullElse(offers.get(name), Offer.NONE);
    }

    /** Every member's part of a service, by member. */
    List<Export> of(String namespace, String name) {
        return offer(new Name(namespace, name)).exports();
    }

    /** What one member offers of it. */
    Optional<Export> of(Name name, Member member) {
        return offer(name).exports().stream()
                .filter(export -> export.member().equals(member.memberId()))
                .findFirst();
    }

    /** What the fleet says the port speaks. */
    Optional<String> appProtocol(String namespace, String name, int port) {
        return Optional.ofNullable(offer(new Name(namespace, name)).agreed().get(port));
    }

    Protocol protocol(String namespace, String name, int port) {
        return appProtocol(namespace, name, port).flatMap(Protocols::of).orElse(Protocol.HTTP1);
    }

    /** The services of members to which no way leads from one of these: their exports say so. */
    Collection<Name> outOfReachOf(Collection<Member> others) {
        return fleet.members().stream()
                .filter(member -> others.stream().anyMatch(other -> isApart(member, other)))
                .flatMap(member ->
                        fleet.list(ServiceExport.class, Tree.of(member.memberId()), Kind.SERVICE_EXPORT).stream())
                .map(export -> new Name(export.id().namespace(), export.id().name()))
                .toList();
    }

    private static boolean isApart(Member member, Member other) {
        return member.eastWest() == null && !member.network().equals(other.network());
    }

    /** What the exports of these services hear, and nothing more those of members that are gone. */
    Verdicts judge(Exports before, Collection<Name> services, Verdicts then) {
        List<Tree> trees = Stream.of(before.fleet, fleet)
                .flatMap(GatewayClasses::trees)
                .distinct()
                .toList();
        Verdicts verdicts = then;
        for (Name name : services) {
            for (Tree tree : trees) {
                ObjectId id = name.in(tree, Kind.SERVICE_EXPORT);
                verdicts = verdicts.with(
                        id,
                        fleet.find(ServiceExport.class, id).map(this::verdicts).orElse(List.of()));
            }
        }
        return verdicts;
    }

    private List<Verdict> verdicts(ServiceExport object) {
        Judge judge = Judge.of(object);
        var name = new Name(object.id().namespace(), object.id().name());
        Optional<Export> exported = offer(name).exports().stream()
                .filter(export -> export.object().id().equals(object.id()))
                .findFirst();
        if (exported.isEmpty()) {
            String remedy = object.id().tree() instanceof Tree.OfMember(MemberId member)
                    ? "Member " + member + " has no Service " + object.id().qualifiedName()
                            + ". Create it, or delete this export."
                    : "An export at fleet level offers nothing. Apply it under /members/<name> of the member that runs the Service.";
            return List.of(judge.no("Valid", "NoService", remedy));
        }
        Optional<Fault> conflict = offer(name).conflict();
        return List.of(
                judge.yes("Valid", "Valid", "The Service is there."),
                unreachable(exported.get())
                        .map(fault -> judge.no("Ready", fault))
                        .orElseGet(() -> judge.yes("Ready", "Exported", "The fleet may route to it.")),
                // Told on every export of the service, since whoever mends it may own any of them.
                conflict.map(fault -> judge.yes("Conflict", fault.reason(), fault.message()))
                        .orElseGet(() -> judge.no("Conflict", "NoConflicts", "All its exports agree.")));
    }

    private Optional<Fault> unreachable(Export export) {
        Member member = fleet.member(export.member()).orElseThrow();
        String apart = fleet.members().stream()
                .filter(other -> isApart(member, other) && export.reaches(other.memberId()))
                .map(other -> other.memberId().name())
                .collect(Collectors.joining(", "));
        return apart.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fault(
                        "Failed",
                        "Members on other networks (" + apart + ") cannot reach it, because member " + member.memberId()
                                + " has no east-west gateway. Set spec.eastWest.address in its Membership."));
    }
}
