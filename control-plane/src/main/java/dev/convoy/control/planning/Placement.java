package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Gateway;
import dev.convoy.model.Kind;
import dev.convoy.model.Member;
import dev.convoy.model.Tree;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a Gateway is programmed. */
sealed interface Placement {
    Gateway gateway();

    /**
     * In these members, by name; perhaps in none, where the class selects none.
     *
     * @param multiCluster whether its routes may name ServiceImports
     */
    record Placed(Gateway gateway, boolean multiCluster, List<Member> members) implements Placement {
        /** As whom its members look for backends. */
        List<Backends.Viewer> viewers() {
            return members.stream()
                    .map(member -> new Backends.Viewer(member.memberId(), multiCluster))
                    .toList();
        }
    }

    /** Nowhere, and its author is told why. */
    record Refused(Gateway gateway, Fault fault) implements Placement {}

    /** By another controller, of which Convoy says nothing. */
    record Elsewhere(Gateway gateway) implements Placement {}

    /**
     * Whether routes hear the same from both, so far as it depends on neither listeners nor members; from null that there is no such
     * Gateway.
     */
    static boolean answerAlike(@Nullable Placement one, @Nullable Placement other) {
        return switch (one) {
            case null -> other == null;
            case Placed placed -> other instanceof Placed also && placed.multiCluster() == also.multiCluster();
            case Refused(var _, Fault fault) -> other instanceof Refused also && fault.equals(also.fault());
            case Elsewhere _ -> other instanceof Elsewhere;
        };
    }

    /** Every Gateway of the fleet, in the order of their ids. */
    static List<Placement> all(FleetModel fleet) {
        return GatewayClasses.trees(fleet)
                .flatMap(tree -> fleet.list(Gateway.class, tree, Kind.GATEWAY).stream())
                .map(gateway -> of(fleet, gateway))
                .toList();
    }

    static Placement of(FleetModel fleet, Gateway gateway) {
        return switch (GatewayClasses.find(fleet, gateway.id().tree(), gateway.className())) {
            case GatewayClasses.Found.Foreign _ -> new Elsewhere(gateway);
            case GatewayClasses.Found.Unknown _ -> new Refused(gateway, unknownClass(gateway));
            case GatewayClasses.Found.Ours ours -> of(fleet, gateway, ours);
        };
    }

    private static Placement of(FleetModel fleet, Gateway gateway, GatewayClasses.Found.Ours ours) {
        return switch (gateway.id().tree()) {
            // A multi-cluster class in a member's own tree makes that member's Gateway, one that may name
            // ServiceImports too.
            case Tree.OfMember(var member) ->
                new Placed(
                        gateway,
                        ours.multiCluster(),
                        fleet.member(member).stream().toList());
            case Tree.Fleet _ when ours.multiCluster() -> new Placed(gateway, true, selected(fleet, ours));
            case Tree.Fleet _ -> new Refused(gateway, singleClusterClass(gateway));
        };
    }

    private static List<Member> selected(FleetModel fleet, GatewayClasses.Found.Ours ours) {
        return fleet.members().stream()
                .filter(member -> ours.placement().matches(member.meta().labels()))
                .toList();
    }

    /**
     * The Gateway API wants a Gateway of an unknown class left alone. Its author would wait for ever, so Convoy, whose API holds it,
     * says so with the reason for "no controller has taken this"; a class that another controller declares stays unjudged.
     */
    private static Fault unknownClass(Gateway gateway) {
        return new Fault(
                "Pending",
                "No GatewayClass " + gateway.className()
                        + " is declared and Convoy does not know that name, so nothing serves this "
                        + "Gateway. Set spec.gatewayClassName to convoy (one member) or convoy-mc (the fleet), or declare the class.");
    }

    private static Fault singleClusterClass(Gateway gateway) {
        String name = gateway.className();
        String remedy = GatewayClasses.isKnown(name)
                ? "Use " + name + "-mc to serve it in every member"
                : "Give the GatewayClass the annotation fleet.convoy.dev/member-selector to serve it in the members that it selects";
        return new Fault(
                "InvalidParameters",
                "spec.gatewayClassName " + name + " serves a single member, but this Gateway is at fleet level. "
                        + remedy + ", or apply the Gateway under /members/<name> to serve it in that one.");
    }

    /** Those that are programmed. */
    static Stream<Placed> placed(List<Placement> placements) {
        return placements.stream().filter(Placed.class::isInstance).map(Placed.class::cast);
    }
}
