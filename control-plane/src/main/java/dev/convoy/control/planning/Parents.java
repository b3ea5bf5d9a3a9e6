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
import java.util.List;
import java.util.stream.Collectors;

/** Which Gateways a route asks for, and what it hears where one is not served. A route attaches to Gateways of its own tree only. */
final class Parents {
    private static final GroupKind GATEWAY = new GroupKind(Kind.GATEWAY.group(), Kind.GATEWAY.kindName());

    private Parents() {}

    /** One parentRef of a route. {@code index} is its place in {@code spec.parentRefs}. */
    record Asking(HttpRoute route, ParentRef parent, int index) {
        ObjectId gateway() {
            return new ObjectId(
                    route.id().tree(),
                    Kind.GATEWAY,
                    parent.gateway().namespace(),
                    parent.gateway().name());
        }
    }

    /** Parents of other kinds (a mesh's Services) are other controllers' affair. */
    static List<Asking> of(HttpRoute route) {
        var gateways = new ArrayList<Asking>();
        for (int index = 0; index < route.parents().size(); index++) {
            ParentRef parent = route.parents().get(index);
            if (parent.gateway().target().equals(GATEWAY) && route.parents().indexOf(parent) == index) {
                gateways.add(new Asking(route, parent, index));
            }
        }
        return gateways;
    }

    /** Routes of a Gateway that Convoy refuses learn why nothing serves them. */
    static List<Verdict> refused(Asking asking, Placement.Refused refused) {
        return List.of(Judge.of(asking.route(), asking.parent())
                .no(
                        "Accepted",
                        "NoMatchingParent",
                        "Gateway " + refused.gateway().id().qualifiedName() + " is not accepted: "
                                + refused.fault().message()));
    }

    /** Where the Gateway is not there: what may be meant. */
    static List<Verdict> missing(Asking asking, FleetModel fleet) {
        return List.of(Judge.of(asking.route(), asking.parent())
                .no("Accepted", "NoMatchingParent", missing(fleet, asking.gateway(), asking)));
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
