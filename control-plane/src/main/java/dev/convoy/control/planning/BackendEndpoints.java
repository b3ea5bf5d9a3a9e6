package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Kind;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Service;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.BackendPlan.MemberEndpoints;
import dev.convoy.model.plan.BackendPlan.Protocol;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a backend's requests go, as one member sees it: to whom first, and over which hop. */
record BackendEndpoints(FleetModel fleet, Map<MemberId, Member> members, Exports exports, Endpoints endpoints) {

    BackendEndpoints(FleetModel fleet, Exports exports, Endpoints endpoints) {
        this(
                fleet,
                fleet.members().stream().collect(Collectors.toMap(Member::memberId, member -> member)),
                exports,
                endpoints);
    }

    BackendPlan plan(BackendId id, Member viewer) {
        return switch (id.reach()) {
            case MEMBER -> ofMember(id, viewer);
            case FLEET -> ofFleet(id, viewer);
        };
    }

    private BackendPlan ofMember(BackendId id, Member viewer) {
        var serviceId = new ObjectId(Tree.of(viewer.memberId()), Kind.SERVICE, id.namespace(), id.name());
        Optional<Service> service = fleet.find(Service.class, serviceId);
        Optional<Service.Port> port = service.stream()
                .flatMap(found -> found.ports().stream())
                .filter(candidate -> candidate.port() == id.port())
                .findFirst();
        if (service.isEmpty() || port.isEmpty()) {
            throw new IllegalStateException(id + " was resolved in " + viewer.memberId() + " but is not there");
        }
        List<SocketAddress> pods = endpoints.ready(viewer, service.get(), port.get());
        return new BackendPlan(
                id,
                Protocols.of(port.get().appProtocol()).orElse(Protocol.HTTP1),
                pods.isEmpty()
                        ? List.of()
                        : List.of(new MemberEndpoints(
                                viewer.memberId(), viewer.locality(), 0, pods.size(), new Hop.OwnPods(pods))));
    }

    /** A member's part before its priority is known. */
    private record Part(Member member, int nearness, List<SocketAddress> pods, Hop hop) {}

    private BackendPlan ofFleet(BackendId id, Member viewer) {
        List<Part> parts = exports.of(id.namespace(), id.name()).stream()
                .filter(export -> export.reaches(viewer.memberId()))
                .flatMap(export -> part(export, id, viewer).stream())
                .sorted(Comparator.comparingInt(Part::nearness)
                        .thenComparing(part -> part.member().memberId()))
                .toList();
        // Envoy wants priorities without gaps: where the own member has no Pod, the own region comes first.
        List<Integer> present = parts.stream().map(Part::nearness).distinct().toList();
        List<MemberEndpoints> localities = parts.stream()
                .map(part -> new MemberEndpoints(
                        part.member().memberId(),
                        part.member().locality(),
                        present.indexOf(part.nearness()),
                        part.pods().size(),
                        part.hop()))
                .toList();
        return new BackendPlan(id, exports.protocol(id.namespace(), id.name(), id.port()), localities);
    }

    /** Nothing where the member has no ready Pod, or no way leads to it. */
    private Optional<Part> part(Exports.Export export, BackendId id, Member viewer) {
        Member member = Objects.requireNonNull(members.get(export.member()), export.member()::name);
        boolean direct = member.network().equals(viewer.network());
        List<SocketAddress> pods = export.port(id.port()).stream()
                .flatMap(port -> endpoints.ready(member, export.service(), port).stream())
                // Who is called directly must be permitted here too: loopback here is this Envoy's own machine.
                .filter(pod -> !direct || Endpoints.permitted(viewer, pod.ip()))
                .toList();
        return pods.isEmpty()
                ? Optional.empty()
                : hop(member, pods, viewer).map(hop -> new Part(member, nearness(member, viewer), pods, hop));
    }

    private static Optional<Hop> hop(Member member, List<SocketAddress> pods, Member viewer) {
        if (member.memberId().equals(viewer.memberId())) {
            return Optional.of(new Hop.OwnPods(pods));
        }
        if (member.network().equals(viewer.network())) {
            return Optional.of(new Hop.NeighbourPods(pods));
        }
        return Optional.ofNullable(member.eastWest()).map(Hop.EastWestGateway::new);
    }

    /** 0 the member itself, 1 its region, 2 the rest. */
    private static int nearness(Member member, Member viewer) {
        if (member.memberId().equals(viewer.memberId())) {
            return 0;
        }
        return member.locality().region().equals(viewer.locality().region()) ? 1 : 2;
    }
}
