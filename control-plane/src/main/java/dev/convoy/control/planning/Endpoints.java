package dev.convoy.control.planning;

import dev.convoy.model.EndpointSlice;
import dev.convoy.model.FleetModel;
import dev.convoy.model.Kind;
import dev.convoy.model.Member;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Service;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the Pods of a Service are: the ready endpoints of its slices, never an address that could be an Envoy's own admin port. A
 * member may permit loopback for itself; nobody may permit link-local (a cloud's metadata server).
 *
 * @param slices by the Service that they name
 */
record Endpoints(Map<ObjectId, List<EndpointSlice>> slices) {

    static Endpoints of(FleetModel fleet) {
        return new Endpoints(fleet.members().stream()
                .flatMap(member -> slicesOf(fleet, member))
                .collect(Collectors.groupingBy(Endpoints::service)));
    }

    private static Stream<EndpointSlice> slicesOf(FleetModel fleet, Member member) {
        return fleet.list(EndpointSlice.class, Tree.of(member.memberId()), Kind.ENDPOINT_SLICE).stream();
    }

    private static ObjectId service(EndpointSlice slice) {
        return new ObjectId(slice.id().tree(), Kind.SERVICE, slice.id().namespace(), slice.service());
    }

    /** The ready Pods behind one port, sorted, each once. */
    List<SocketAddress> ready(Member member, Service service, Service.Port port) {
        return slices.getOrDefault(service.id(), List.of()).stream()
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

    /** A member whose slices name addresses that are refused is told so; slices have no conditions of their own. */
    static Optional<Verdict> judge(FleetModel fleet, Member member) {
        List<String> refused = slicesOf(fleet, member)
                .flatMap(slice -> slice.endpoints().stream()
                        .map(EndpointSlice.Endpoint::address)
                        .filter(address -> !permitted(member, address))
                        .map(address ->
                                address + " in EndpointSlice " + slice.id().qualifiedName()))
                .distinct()
                .sorted()
                .toList();
        if (refused.isEmpty()) {
            return Optional.empty();
        }
        boolean loopback = refused.stream().anyMatch(refusal -> isLoopback(refusal));
        String remedy = loopback
                ? " If Pods really listen on loopback, a fleet admin may set spec.allowLoopbackEndpoints in this Membership."
                : " Correct the EndpointSlice.";
        return Optional.of(Judge.of(member)
                .no(
                        "EndpointsUsable",
                        loopback ? "LoopbackEndpoint" : "UnusableEndpoint",
                        "Left out, because no Pod of another machine can be there: "
                                + refused.stream().limit(5).collect(Collectors.joining(", "))
                                + (refused.size() > 5 ? " and " + (refused.size() - 5) + " more." : ".") + remedy));
    }

    private static boolean isLoopback(String refusal) {
        return IpAddresses.reach(refusal.substring(0, refusal.indexOf(' '))) == IpAddresses.Reach.LOOPBACK;
    }
}
