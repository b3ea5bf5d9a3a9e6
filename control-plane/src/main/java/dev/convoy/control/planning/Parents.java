package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Gateway;
import dev.convoy.model.GroupKind;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.HttpRoute.ParentRef;
import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which Gateways the routes of the fleet ask for. A route attaches to Gateways of its own tree only. */
final class Parents {
    private static final GroupKind GATEWAY = new GroupKind(Kind.GATEWAY.group(), Kind.GATEWAY.kindName());

    private final Map<ObjectId, List<Asking>> byGateway;

    private Parents(Map<ObjectId, List<Asking>> byGateway) {
        this.byGateway = byGateway;
    }

    /** One parentRef of a route. {@code index} is its place in {@code spec.parentRefs}. */
    record Asking(HttpRoute route, ParentRef parent, int index) {}

    static Parents of(FleetModel fleet) {
        var byGateway = new HashMap<ObjectId, List<Asking>>();
        GatewayClasses.trees(fleet)
                .flatMap(tree -> fleet.list(HttpRoute.class, tree, Kind.HTTP_ROUTE).stream())
                .flatMap(route -> gateways(route).stream())
                .forEach(asking -> byGateway
                        .computeIfAbsent(gatewayId(asking), _ -> new ArrayList<>())
                        .add(asking));
        return new Parents(byGateway);
    }

    /** Parents of other kinds (a mesh's Services) are other controllers' affair. */
    private static List<Asking> gateways(HttpRoute route) {
        var gateways = new ArrayList<Asking>();
        for (int index = 0; index < route.parents().size(); index++) {
            ParentRef parent = route.parents().get(index);
            if (parent.gateway().target().equals(GATEWAY) && route.parents().indexOf(parent) == index) {
                gateways.add(new Asking(route, parent, index));
            }
        }
        return gateways;
    }

    private static ObjectId gatewayId(Asking asking) {
        return new ObjectId(
                asking.route().id().tree(),
                Kind.GATEWAY,
                asking.parent().gateway().namespace(),
                asking.parent().gateway().name());
    }

    /** In the order of the routes' ids. */
    List<Asking> of(ObjectId gateway) {
        return byGateway.getOrDefault(gateway, List.of());
    }

    /** Routes of a Gateway that Convoy refuses learn why nothing serves them. */
    List<Verdict> refusedWith(Placement.Refused refused) {
        return of(refused.gateway().id()).stream()
                .map(asking -> Judge.of(asking.route(), asking.parent())
                        .no(
                                "Accepted",
                                "NoMatchingParent",
                                "Gateway " + refused.gateway().id().qualifiedName() + " is not accepted: "
                                        + refused.fault().message()))
                .toList();
    }

    /** Those whose Gateway is not there, each with what may be meant, in the order of the routes' ids. */
    List<Attachment> orphans(FleetModel fleet) {
        return byGateway.entrySet().stream()
                .filter(entry -> fleet.find(entry.getKey()).isEmpty())
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> entry.getValue().stream()
                        .map(asking -> new Attachment(
                                asking.route(),
                                asking.parent(),
                                List.of(),
                                Optional.of(new Fault("NoMatchingParent", missing(fleet, entry.getKey(), asking))))))
                .toList();
    }

    private static String missing(FleetModel fleet, ObjectId gateway, Asking asking) {
        String field = "spec.parentRefs[" + asking.index() + "]";
        String missing = "There is no Gateway " + gateway.name() + " in namespace " + gateway.namespace()
                + (asking.parent().namespaceGiven()
                        ? ""
                        : ", the route's own, which counts because " + field + " names none");
        List<String> namespaces = fleet.list(Gateway.class, gateway.tree(), Kind.GATEWAY).stream()
                .filter(other -> other.id().name().equals(gateway.name()))
                .map(other -> other.id().namespace())
                .toList();
        if (!namespaces.isEmpty()) {
            String meant = String.join(" or ", namespaces);
            return missing + "; did you mean namespace " + meant + "? Then set " + field + ".namespace to " + meant
                    + ".";
        }
        List<Tree> trees = GatewayClasses.trees(fleet)
                .filter(tree -> fleet.list(Gateway.class, tree, Kind.GATEWAY).stream()
                        .anyMatch(other -> other.id().name().equals(gateway.name())))
                .toList();
        return trees.isEmpty()
                ? missing + ". Create it, or correct " + field + "."
                : missing + ", but there is one in "
                        + trees.stream().map(Tree::toString).collect(Collectors.joining(", "))
                        + ". A route attaches to Gateways of its own tree only: apply it there.";
    }
}
