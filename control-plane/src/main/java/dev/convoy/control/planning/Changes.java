package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Namespace;
import dev.convoy.model.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What differs between two fleets.
 *
 * @param routes the HTTPRoutes
 * @param services those of which a Service, a ServiceExport or a ServiceImport differs somewhere
 * @param slices the EndpointSlices
 * @param namespaces the Namespaces whose labels differ
 * @param grants the ReferenceGrants
 * @param gateways whether something differs on which Gateways depend, apart from the members
 * @param members whether a Membership does, on which everything depends
 */
record Changes(
        List<ObjectId> routes,
        SortedSet<Exports.Name> services,
        List<ObjectId> slices,
        List<ObjectId> namespaces,
        List<ObjectId> grants,
        boolean gateways,
        boolean members) {

    static Changes between(FleetModel before, FleetModel now) {
        var routes = new ArrayList<ObjectId>();
        var services = new TreeSet<Exports.Name>();
        var slices = new ArrayList<ObjectId>();
        var namespaces = new ArrayList<ObjectId>();
        var grants = new ArrayList<ObjectId>();
        boolean gateways = false;
        boolean members = false;
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
                case MEMBERSHIP -> members = true;
            }
        }
        return new Changes(routes, services, slices, namespaces, grants, gateways, members);
    }

    private static Map<String, String> labels(FleetModel fleet, ObjectId namespace) {
        return fleet.find(Namespace.class, namespace)
                .map(object -> object.meta().labels())
                .orElse(Map.of());
    }
}
