package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What schemas cannot say. Sends each kind to the file that knows it. */
final class Rules {
    private Rules() {}

    static List<Cause> of(Request request, ObjectNode object) {
        Causes causes = new Causes();
        MetadataRules.check(object, causes);
        Conditions.check(Schemas.of(request.id().kind()), object, request.before(), causes);
        if (!causes.isEmpty()) {
            // The conditions bound how many matches a route has, and with them the work below.
            return causes.list();
        }
        switch (request.id().kind()) {
            case HTTP_ROUTE -> HttpRouteRules.check(object, causes);
            case GATEWAY -> GatewayRules.check(object, causes);
            case SERVICE -> ServiceRules.check(object, causes);
            case ENDPOINT_SLICE -> EndpointSliceRules.check(object, request.allowLoopbackEndpoints(), causes);
            case SECRET -> SecretRules.check(object, request.before(), causes);
            case MEMBERSHIP -> MembershipRules.check(object, causes);
            case NAMESPACE, GATEWAY_CLASS, REFERENCE_GRANT, SERVICE_EXPORT, SERVICE_IMPORT -> {}
        }
        return causes.list();
    }
}
