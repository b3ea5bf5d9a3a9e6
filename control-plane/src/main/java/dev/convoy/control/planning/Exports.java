package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Kind;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Service;
import dev.convoy.model.ServiceExport;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.BackendPlan.Protocol;
import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who offers which service to the fleet. A namespace and name mean the same service in every member (namespace sameness, KEP-1645);
 * where members differ about a port, the oldest export wins.
 */
final class Exports {
    private static final Comparator<Export> OLDEST_FIRST = Comparator.comparing(
                    (Export export) -> export.object().meta().created())
            .thenComparing(export -> export.object().id());

    private final FleetModel fleet;
    private final Map<Name, List<Export>> byName;

    private Exports(FleetModel fleet, Map<Name, List<Export>> byName) {
        this.fleet = fleet;
        this.byName = byName;
    }

    /** A service over all members. */
    record Name(String namespace, String name) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            int byNamespace = namespace.compareTo(other.namespace);
            return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
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

    static Exports of(FleetModel fleet) {
        var byName = new TreeMap<Name, List<Export>>();
        fleet.members()
                .forEach(member -> objects(fleet, Tree.of(member.memberId()))
                        .forEach(object -> exported(fleet, object)
                                .ifPresent(service -> byName.computeIfAbsent(name(object), _ -> new ArrayList<>())
                                        .add(new Export(member, object, service)))));
        return new Exports(fleet, byName);
    }

    private static Stream<ServiceExport> objects(FleetModel fleet, Tree tree) {
        return fleet.list(ServiceExport.class, tree, Kind.SERVICE_EXPORT).stream();
    }

    private static Name name(ServiceExport object) {
        return new Name(object.id().namespace(), object.id().name());
    }

    private static Optional<Service> exported(FleetModel fleet, ServiceExport object) {
        ObjectId id = object.id();
        return fleet.find(Service.class, new ObjectId(id.tree(), Kind.SERVICE, id.namespace(), id.name()));
    }

    /** Every member's part of a service, by member. */
    List<Export> of(String namespace, String name) {
        return byName.getOrDefault(new Name(namespace, name), List.of());
    }

    /** What one member offers, by namespace and name. */
    List<Export> ofMember(MemberId member) {
        return byName.values().stream()
                .flatMap(List::stream)
                .filter(export -> export.member().memberId().equals(member))
                .toList();
    }

    /** What the fleet says the port speaks: as its oldest export has it. */
    Optional<String> appProtocol(String namespace, String name, int port) {
        return of(namespace, name).stream()
                .sorted(OLDEST_FIRST)
                .flatMap(export -> export.port(port).stream())
                .map(Service.Port::appProtocol)
                .findFirst();
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
        Optional<Export> export = of(object.id().namespace(), object.id().name()).stream()
                .filter(candidate -> candidate.object().equals(object))
                .findFirst();
        if (export.isEmpty()) {
            String remedy = object.id().tree() instanceof Tree.OfMember(MemberId member)
                    ? "Member " + member + " has no Service " + object.id().qualifiedName()
                            + ". Create it, or delete this export."
                    : "An export at fleet level offers nothing. Apply it under /members/<name> of the member that runs the Service.";
            return Stream.of(judge.no("Valid", "NoService", remedy));
        }
        Optional<Fault> unreachable = unreachable(export.get());
        Optional<Fault> conflict = conflict(object.id().namespace(), object.id().name());
        return Stream.of(
                judge.yes("Valid", "Valid", "The Service is there."),
                unreachable
                        .map(fault -> judge.no("Ready", fault))
                        .orElseGet(() -> judge.yes("Ready", "Exported", "The fleet may route to it.")),
                conflict.map(fault -> judge.yes("Conflict", fault.reason(), fault.message()))
                        .orElseGet(() -> judge.no("Conflict", "NoConflicts", "All its exports agree.")));
    }

    private Optional<Fault> unreachable(Export export) {
        Member member = export.member();
        if (member.eastWest() != null) {
            return Optional.empty();
        }
        List<MemberId> apart = fleet.members().stream()
                .filter(other -> !other.network().equals(member.network()) && export.reaches(other.memberId()))
                .map(Member::memberId)
                .toList();
        return apart.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fault(
                        "Failed",
                        "Members on other networks (" + joined(apart) + ") cannot reach it, because member "
                                + member.memberId()
                                + " has no east-west gateway. Set spec.eastWest.address in its Membership."));
    }

    private static String joined(List<MemberId> members) {
        return members.stream().map(MemberId::name).collect(Collectors.joining(", "));
    }

    /** Told on every export of the service, since whoever mends it may own any of them. */
    private Optional<Fault> conflict(String namespace, String name) {
        List<Export> exports = of(namespace, name).stream().sorted(OLDEST_FIRST).toList();
        Export winner = exports.getFirst();
        for (Export other : exports) {
            for (Service.Port port : other.service().ports()) {
                String agreed = appProtocol(namespace, name, port.port()).orElse("");
                if (!Protocols.of(agreed).equals(Protocols.of(port.appProtocol()))) {
                    return Optional.of(new Fault(
                            "PortConflict",
                            "Port " + port.port() + " has appProtocol " + quoted(agreed) + " in "
                                    + winner.member().memberId()
                                    + " and " + quoted(port.appProtocol()) + " in "
                                    + other.member().memberId() + ". The oldest"
                                    + " export, that of " + winner.member().memberId() + ", wins; make them alike."));
                }
            }
        }
        return Optional.empty();
    }

    private static String quoted(String appProtocol) {
        return appProtocol.isEmpty() ? "none" : "\"" + appProtocol + "\"";
    }
}
