package dev.convoy.control.planning;

import dev.convoy.model.EndpointSlice;
import dev.convoy.model.FleetModel;
import dev.convoy.model.Kind;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.Namespace;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What differs between two fleets. With a member everything comes and goes that is its own.
 *
 * @param routes the HTTPRoutes
 * @param services those of which a Service, a ServiceExport or a ServiceImport differs somewhere
 * @param slices the EndpointSlices, and all those of a member that permits other addresses in them
 * @param namespaces the Namespaces whose labels differ
 * @param grants the ReferenceGrants
 * @param members those whose Membership differs
 * @param strangers those that came or went
 * @param gateways whether something differs on which Gateways depend
 * @param ways whether a member stands elsewhere, or is reached otherwise, than it did
 */
record Changes(
        List<ObjectId> routes,
        SortedSet<Exports.Name> services,
        List<ObjectId> slices,
        List<ObjectId> namespaces,
        List<ObjectId> grants,
        List<MemberId> members,
        List<Member> strangers,
        boolean gateways,
        boolean ways) {

    static Changes between(FleetModel before, FleetModel now) {
        var routes = new ArrayList<ObjectId>();
        var services = new TreeSet<Exports.Name>();
        var slices = new TreeSet<ObjectId>();
        var namespaces = new ArrayList<ObjectId>();
        var grants = new ArrayList<ObjectId>();
        var members = new ArrayList<MemberId>();
        var strangers = new ArrayList<Member>();
        boolean gateways = false;
        boolean ways = false;
        for (ObjectId id : before.differences(now)) {
            switch (id.kind()) {
                case HTTP_ROUTE -> routes.add(id);
                case SERVICE, SERVICE_EXPORT, SERVICE_IMPORT ->
                    services.add(new Exports.Name(id.namespace(), id.name()));
                case ENDPOINT_SLICE -> slices.add(id);
                case NAMESPACE -> {
                    if (!labels(before, id).equals(labels(now, id))) {
                        namespaces.add(id);
                    }
                }
                case REFERENCE_GRANT -> {
                    grants.add(id);
                    gateways = true;
                }
                case GATEWAY_CLASS, GATEWAY, SECRET -> gateways = true;
                case MEMBERSHIP -> {
                    gateways = true;
                    var member = new MemberId(id.name());
                    members.add(member);
                    Optional<Member> old = before.member(member);
                    Optional<Member> here = now.member(member);
                    if (old.isEmpty() || here.isEmpty()) {
                        old.or(() -> here).ifPresent(strangers::add);
                    }
                    ways |= old.isPresent()
                            && here.isPresent()
                            && !way(old.get()).equals(way(here.get()));
                    if (!old.map(Member::allowLoopbackEndpoints).equals(here.map(Member::allowLoopbackEndpoints))) {
                        now.list(EndpointSlice.class, Tree.of(member), Kind.ENDPOINT_SLICE)
                                .forEach(slice -> slices.add(slice.id()));
                    }
                }
            }
        }
        return new Changes(
                routes, services, List.copyOf(slices), namespaces, grants, members, strangers, gateways, ways);
    }

    /** All of a Membership that decides where requests to its Pods and to those of others go. */
    private static List<Optional<?>> way(Member member) {
        return List.of(
                Optional.of(member.locality()),
                Optional.of(member.network()),
                Optional.ofNullable(member.eastWest()),
                Optional.of(member.allowLoopbackEndpoints()));
    }

    private static Map<String, String> labels(FleetModel fleet, ObjectId namespace) {
        return fleet.find(Namespace.class, namespace)
                .map(object -> object.meta().labels())
                .orElse(Map.of());
    }
}
