package dev.convoy.control.planning;

import dev.convoy.model.EndpointSlice;
import dev.convoy.model.FleetModel;
import dev.convoy.model.Kind;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.Service;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where the Pods of a Service are: the ready endpoints of its slices, never an address that could be an Envoy's own admin port. A
 * member may permit loopback for itself; nobody may permit link-local (a cloud's metadata server).
 *
 * @param slices by the Service that they name
 * @param refused the addresses that are left out, by slice; only of slices that have some
 */
record Endpoints(PersistentMap<ObjectId, List<EndpointSlice>> slices, PersistentMap<ObjectId, List<String>> refused) {

    static final Endpoints NONE = new Endpoints(PersistentMap.empty(), PersistentMap.empty());

    /** Where no slices but these changed. */
    Endpoints next(FleetModel before, FleetModel now, List<ObjectId> changed) {
        PersistentMap<ObjectId, List<EndpointSlice>> nextSlices = slices;
        PersistentMap<ObjectId, List<String>> nextRefused = refused;
        for (ObjectId id : changed) {
            Optional<EndpointSlice> old = before.find(EndpointSlice.class, id);
            Optional<EndpointSlice> slice = now.find(EndpointSlice.class, id);
            if (old.isPresent()) {
                nextSlices = without(nextSlices, old.get());
            }
            if (slice.isPresent()) {
                nextSlices = with(nextSlices, slice.get());
            }
            List<String> refusals = member(id, now)
                    .flatMap(member -> slice.map(there -> refusals(member, there)))
                    .orElse(List.of());
            nextRefused = refusals.isEmpty() ? nextRefused.without(id) : nextRefused.with(id, refusals);
        }
        return new Endpoints(nextSlices, nextRefused);
    }

    /** Slices at fleet level are nobody's. */
    private static Optional<Member> member(ObjectId slice, FleetModel fleet) {
        return slice.tree() instanceof Tree.OfMember(MemberId member) ? fleet.member(member) : Optional.empty();
    }

    private static PersistentMap<ObjectId, List<EndpointSlice>> without(
            PersistentMap<ObjectId, List<EndpointSlice>> slices, EndpointSlice old) {
        List<EndpointSlice> others =
                Objects.requireNonNullElse(slices.get(service(old)), List.<EndpointSlice>of()).stream()
                        .filter(slice -> !slice.id().equals(old.id()))
                        .toList();
        return others.isEmpty() ? slices.without(service(old)) : slices.with(service(old), others);
    }

    private static PersistentMap<ObjectId, List<EndpointSlice>> with(
            PersistentMap<ObjectId, List<EndpointSlice>> slices, EndpointSlice slice) {
        var all = new ArrayList<>(Objects.requireNonNullElse(slices.get(service(slice)), List.<EndpointSlice>of()));
        all.add(slice);
        return slices.with(service(slice), all);
    }

    /** The services that these slices belonged to or belong to, whatever the member. */
    static SortedSet<Exports.Name> services(FleetModel before, FleetModel now, List<ObjectId> slices) {
        var services = new TreeSet<Exports.Name>();
        for (FleetModel fleet : List.of(before, now)) {
            for (ObjectId id : slices) {
                fleet.find(EndpointSlice.class, id)
                        .ifPresent(slice -> services.add(new Exports.Name(id.namespace(), slice.service())));
            }
        }
        return services;
    }

    private static ObjectId service(EndpointSlice slice) {
        return new ObjectId(slice.id().tree(), Kind.SERVICE, slice.id().namespace(), slice.service());
    }

    /** The ready Pods behind one port, sorted, each once. */
    List<SocketAddress> ready(Member member, Service service, Service.Port port) {
        return Objects.requireNonNullElse(slices.get(service.id()), List.<EndpointSlice>of()).stream()
                .flatMap(slice -> slice.ports().stream()
                        .filter(candidate -> candidate.name().equals(port.name()))
                        .filter(candidate -> candidate.port() >= 1 && candidate.port() <= 65_535)
                        .flatMap(candidate -> slice.endpoints().stream()
                                .filter(EndpointSlice.Endpoint::ready)
                                .map(EndpointSlice.Endpoint::address)
                                .filter(address -> permitted(member, address))
                                .map(address -> new SocketAddress(address, candidate.port()))))
                .distinct()
                .sorted()
                .toList();
    }

    static boolean permitted(Member member, String address) {
        return switch (IpAddresses.reach(address)) {
            case NETWORK -> true;
            case LOOPBACK -> member.allowLoopbackEndpoints();
            case NONE -> false;
        };
    }

    /** What these members hear, and those of these slices. */
    Verdicts judge(List<MemberId> members, List<ObjectId> changed, FleetModel fleet, Verdicts before) {
        var judged = new TreeSet<>(members);
        for (ObjectId slice : changed) {
            if (slice.tree() instanceof Tree.OfMember(MemberId of)) {
                judged.add(of);
            }
        }
        Verdicts verdicts = before;
        for (MemberId id : judged) {
            verdicts = verdicts.with(
                    id.membership(),
                    fleet.member(id).flatMap(this::judge).stream().toList());
        }
        return verdicts;
    }

    /** A member whose slices name addresses that are refused is told so; slices have no conditions of their own. */
    private Optional<Verdict> judge(Member member) {
        List<String> found = of(Tree.of(member.memberId()));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        boolean loopback = found.stream().anyMatch(refusal -> isLoopback(refusal));
        String remedy = loopback
                ? " If Pods really listen on loopback, a fleet admin may set spec.allowLoopbackEndpoints in this Membership."
                : " Correct the EndpointSlice.";
        return Optional.of(Judge.of(member)
                .no(
                        "EndpointsUsable",
                        loopback ? "LoopbackEndpoint" : "UnusableEndpoint",
                        "Left out, because no Pod of another machine can be there: "
                                + found.stream().limit(5).collect(Collectors.joining(", "))
                                + (found.size() > 5 ? " and " + (found.size() - 5) + " more." : ".") + remedy));
    }

    private List<String> of(Tree tree) {
        var found = new TreeSet<String>();
        refused.forEachFrom(new ObjectId(tree, Kind.ENDPOINT_SLICE, " ", ""), (id, refusals) -> {
            boolean wanted = id.tree().equals(tree);
            if (wanted) {
                found.addAll(refusals);
            }
            return wanted;
        });
        return List.copyOf(found);
    }

    private static List<String> refusals(Member member, EndpointSlice slice) {
        return slice.endpoints().stream()
                .map(EndpointSlice.Endpoint::address)
                .filter(address -> !permitted(member, address))
                .map(address -> address + " in EndpointSlice " + slice.id().qualifiedName())
                .toList();
    }

    private static boolean isLoopback(String refusal) {
        return IpAddresses.reach(refusal.substring(0, refusal.indexOf(' '))) == IpAddresses.Reach.LOOPBACK;
    }
}
