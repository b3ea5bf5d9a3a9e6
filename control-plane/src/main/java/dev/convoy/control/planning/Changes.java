package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What differs between two fleets.
 *
 * @param routes the HTTPRoutes
 * @param services those of which a Service, a ServiceExport or a ServiceImport differs somewhere
 * @param slices the EndpointSlices
 * @param rest whether anything else differs, on which everything may depend
 */
record Changes(List<ObjectId> routes, SortedSet<Exports.Name> services, List<ObjectId> slices, boolean rest) {

    static Changes between(FleetModel before, FleetModel now) {
        var routes = new ArrayList<ObjectId>();
        var services = new TreeSet<Exports.Name>();
        var slices = new ArrayList<ObjectId>();
        boolean rest = false;
        for (ObjectId id : before.differences(now)) {
            switch (id.kind()) {
                case HTTP_ROUTE -> routes.add(id);
                case ENDPOINT_SLICE -> slices.add(id);
                case SERVICE, SERVICE_EXPORT, SERVICE_IMPORT ->
                    services.add(new Exports.Name(id.namespace(), id.name()));
                case NAMESPACE, MEMBERSHIP, GATEWAY_CLASS, GATEWAY, REFERENCE_GRANT, SECRET -> rest = true;
            }
        }
        return new Changes(routes, services, slices, rest);
    }
}
