package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Kind;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Service;
import dev.convoy.model.ServiceExport;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan.Protocol;
import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who offers which service to the fleet. A namespace and name mean the same service in every member (namespace sameness, KEP-1645);
 * where members differ about a port, the oldest export wins.
 */
record Exports(FleetModel fleet, Map<Name, Offer> offers) {

    /** A service over all members. */
    record Name(String namespace, String name) {
        static Name of(ServiceExport object) {
            return new Name(object.id().namespace(), object.id().name());
        }

        static Name of(BackendId id) {
            return new Name(id.namespace(), id.name());
        }
    }

    /** One member's part of a service. */
    record Export(Member member, ServiceExport object, Service service) {
        boolean reaches(MemberId other) {
            return member.memberId().equals(other)
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
            MemberId oldest = winner.member().memberId();
            return new Fault(
                    "PortConflict",
                    "Port " + port.port() + " has appProtocol " + quoted(words) + " in " + oldest + " and "
                            + quoted(port.appProtocol()) + " in "
                            + other.member().memberId() + ". The oldest export, that of "
                            + oldest + ", wins; make them alike.");
        }

        private static String quoted(String appProtocol) {
            return appProtocol.isEmpty() ? "none" : "\"" + appProtocol + "\"";
        }
    }

    static Exports of(FleetModel fleet) {
        var byName = new HashMap<Name, List<Export>>();
        fleet.members()
                .forEach(member -> objects(fleet, Tree.of(member.memberId()))
                        .forEach(object -> exported(fleet, object)
                                .ifPresent(service -> byName.computeIfAbsent(Name.of(object), _ -> new ArrayList<>())
                                        .add(new Export(member, object, service)))));
        var offers = new HashMap<Name, Offer>();
        byName.forEach((name, exports) -> offers.put(name, Offer.of(exports)));
        return new Exports(fleet, offers);
    }

    private static Stream<ServiceExport> objects(FleetModel fleet, Tree tree) {
        return fleet.list(ServiceExport.class, tree, Kind.SERVICE_EXPORT).stream();
    }

    private static Optional<Service> exported(FleetModel fleet, ServiceExport object) {
        ObjectId id = object.id();
        return fleet.find(Service.class, new ObjectId(id.tree(), Kind.SERVICE, id.namespace(), id.name()));
    }

    private Offer offer(Name name) {
        return offers.getOrDefault(name, Offer.NONE);
    }

    /** Every member's part of a service, by member. */
    List<Export> of(String namespace, String name) {
        return offer(new Name(namespace, name)).exports();
    }

    /** What one member offers, by namespace and name. */
    List<Export> ofMember(Member member) {
        return objects(fleet, Tree.of(member.memberId()))
                .flatMap(object -> export(object).stream())
                .toList();
    }

    private Optional<Export> export(ServiceExport object) {
        return exported(fleet, object)
                .flatMap(_ -> offer(Name.of(object)).exports().stream()
                        .filter(export -> export.object().id().equals(object.id()))
                        .findFirst());
    }

    /** What the fleet says the port speaks. */
    Optional<String> appProtocol(String namespace, String name, int port) {
        return Optional.ofNullable(offer(new Name(namespace, name)).agreed().get(port));
    }

    Protocol protocol(String namespace, String name, int port) {
        return appProtocol(namespace, name, port).flatMap(Protocols::of).orElse(Protocol.HTTP1);
    }

    List<Verdict> verdicts() {
        return GatewayClasses.trees(fleet)
                .flatMap(tree -> objects(fleet, tree))
                .flatMap(this::judge)
                .toList();
    }

    private Stream<Verdict> judge(ServiceExport object) {
        Judge judge = Judge.of(object);
        Optional<Export> export = export(object);
        if (export.isEmpty()) {
            String remedy = object.id().tree() instanceof Tree.OfMember(MemberId member)
                    ? "Member " + member + " has no Service " + object.id().qualifiedName()
                            + ". Create it, or delete this export."
                    : "An export at fleet level offers nothing. Apply it under /members/<name> of the member that runs the Service.";
            return Stream.of(judge.no("Valid", "NoService", remedy));
        }
        Optional<Fault> conflict = offer(Name.of(object)).conflict();
        return Stream.of(
                judge.yes("Valid", "Valid", "The Service is there."),
                unreachable(export.get())
                        .map(fault -> judge.no("Ready", fault))
                        .orElseGet(() -> judge.yes("Ready", "Exported", "The fleet may route to it.")),
                // Told on every export of the service, since whoever mends it may own any of them.
                conflict.map(fault -> judge.yes("Conflict", fault.reason(), fault.message()))
                        .orElseGet(() -> judge.no("Conflict", "NoConflicts", "All its exports agree.")));
    }

    private Optional<Fault> unreachable(Export export) {
        Member member = export.member();
        if (member.eastWest() != null) {
            return Optional.empty();
        }
        String apart = fleet.members().stream()
                .filter(other -> !other.network().equals(member.network()) && export.reaches(other.memberId()))
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
