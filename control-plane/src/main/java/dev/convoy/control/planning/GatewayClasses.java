package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetNames;
import dev.convoy.model.GatewayClass;
import dev.convoy.model.Kind;
import dev.convoy.model.LabelSelector;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which classes of Gateways are Convoy's, and how far each reaches. */
final class GatewayClasses {
    private static final String PLACEMENT_ANNOTATION = "fleet.convoy.dev/member-selector";
    private static final String MULTI_CLUSTER_SUFFIX = "-mc";
    private static final LabelSelector EVERY_MEMBER = new LabelSelector(Map.of(), List.of());

    /** Known without an object, so that manifests written for GKE work as they are; each also with {@code -mc}. */
    private static final Set<String> KNOWN = Set.of(
            "convoy",
            "gke-l7-global-external-managed",
            "gke-l7-regional-external-managed",
            "gke-l7-rilb",
            "gke-l7-gxlb",
            "gke-td",
            "asm-l7-gxlb");

    private GatewayClasses() {}

    /** What a class name means to a Gateway. */
    sealed interface Found {
        /** Convoy serves it. */
        record Ours(String name, boolean multiCluster, LabelSelector placement) implements Found {}

        /** Another controller serves it: Convoy says nothing at all. */
        record Foreign() implements Found {}

        /** Nobody declared it and Convoy does not know the name. */
        record Unknown() implements Found {}
    }

    /** The class as a Gateway of that tree names it: declared beside it, else at fleet level, else known by name. */
    static Found find(FleetModel fleet, Tree tree, String name) {
        Optional<GatewayClass> declared = Stream.of(tree, Tree.fleet())
                .flatMap(home ->
                        fleet.find(GatewayClass.class, new ObjectId(home, Kind.GATEWAY_CLASS, "", name)).stream())
                .findFirst();
        if (declared.isPresent()) {
            return found(declared.get());
        }
        String single = name.endsWith(MULTI_CLUSTER_SUFFIX)
                ? name.substring(0, name.length() - MULTI_CLUSTER_SUFFIX.length())
                : name;
        return KNOWN.contains(single) ? new Found.Ours(name, !single.equals(name), EVERY_MEMBER) : new Found.Unknown();
    }

    /** Whether the name, without {@code -mc}, means something without an object. */
    static boolean isKnown(String name) {
        return KNOWN.contains(name);
    }

    private static Found found(GatewayClass declared) {
        if (!declared.controllerName().equals(FleetNames.CONTROLLER)) {
            return new Found.Foreign();
        }
        String name = declared.id().name();
        boolean multiCluster = name.endsWith(MULTI_CLUSTER_SUFFIX)
                || declared.meta().annotations().containsKey(PLACEMENT_ANNOTATION);
        return new Found.Ours(name, multiCluster, declared.placement());
    }

    /** A verdict for each declared class that names Convoy's controller. */
    static SortedMap<ObjectId, List<Verdict>> judge(FleetModel fleet) {
        var verdicts = new TreeMap<ObjectId, List<Verdict>>();
        trees(fleet)
                .flatMap(tree -> fleet.list(GatewayClass.class, tree, Kind.GATEWAY_CLASS).stream())
                .filter(declared -> declared.controllerName().equals(FleetNames.CONTROLLER))
                .forEach(declared -> verdicts.put(declared.id(), List.of(accepted(declared))));
        return verdicts;
    }

    private static Verdict accepted(GatewayClass declared) {
        return Judge.of(declared)
                .yes(
                        "Accepted",
                        "Accepted",
                        found(declared) instanceof Found.Ours(var _, boolean multiCluster, var _) && multiCluster
                                ? "Convoy serves Gateways of this class, in every member that it selects."
                                : "Convoy serves Gateways of this class, each in its own member.");
    }

    /** The fleet's own tree and every member's. */
    static Stream<Tree> trees(FleetModel fleet) {
        return Stream.concat(
                Stream.of(Tree.fleet()), fleet.members().stream().map(member -> Tree.of(member.memberId())));
    }
}
