package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.HttpRoute.ParentRef;
import dev.convoy.model.Kind;
import dev.convoy.model.Namespace;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * To which listeners of a Gateway one {@code parentRef} of a route attaches; none where there is a fault. Whether a listener serves
 * does not matter here (the Gateway API counts attached routes even of one without a certificate).
 */
record Attachment(HttpRoute route, ParentRef parent, List<Admission> listeners, Optional<Fault> fault) {
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    static Attachment of(
            FleetModel fleet, ObjectId gateway, List<Admission> listeners, HttpRoute route, ParentRef parent) {
        Optional<String> unsound = route.hostnames().stream()
                .filter(hostname -> !Hostnames.isSound(Hostnames.normal(hostname)))
                .findFirst();
        if (unsound.isPresent()) {
            return refused(
                    route,
                    parent,
                    "UnsupportedValue",
                    "spec.hostnames has " + Soundness.quoted(unsound.get()) + ", which is no DNS name. Correct it.");
        }
        List<Admission> named =
                listeners.stream().filter(listener -> names(parent, listener)).toList();
        if (named.isEmpty()) {
            return refused(route, parent, "NoMatchingParent", noListener(gateway, listeners, parent));
        }
        Map<String, String> labels = namespaceLabels(fleet, route.id());
        List<Admission> admitting = named.stream()
                .filter(listener -> listener.takesHttpRoutes() && admits(listener, gateway, route, labels))
                .toList();
        if (admitting.isEmpty()) {
            return refused(route, parent, "NotAllowedByListeners", notAllowed(gateway, named, route, labels));
        }
        List<Admission> sharingHosts = admitting.stream()
                .filter(listener -> !hosts(listener, route).isEmpty())
                .toList();
        if (sharingHosts.isEmpty()) {
            return refused(route, parent, "NoMatchingListenerHostname", noHost(admitting, route));
        }
        return new Attachment(route, parent, sharingHosts, Optional.empty());
    }

    private static Attachment refused(HttpRoute route, ParentRef parent, String reason, String message) {
        return new Attachment(route, parent, List.of(), Optional.of(new Fault(reason, message)));
    }

    /** The hostnames of a route, {@code *} where it gives none. */
    static List<String> hostnames(HttpRoute route) {
        return route.hostnames().isEmpty()
                ? List.of(Hostnames.ANY)
                : route.hostnames().stream().map(Hostnames::normal).distinct().toList();
    }

    /** The hosts that a listener serves by the route. */
    static List<String> hosts(Admission listener, HttpRoute route) {
        return hostnames(route).stream()
                .flatMap(hostname -> Hostnames.intersection(listener.hostname(), hostname).stream())
                .distinct()
                .toList();
    }

    private static boolean names(ParentRef parent, Admission listener) {
        return (parent.section().isEmpty() || parent.section().equals(listener.name()))
                && (parent.port() == 0 || parent.port() == listener.port());
    }

    private static boolean admits(Admission listener, ObjectId gateway, HttpRoute route, Map<String, String> labels) {
        return switch (listener.allowedRoutes().from()) {
            case ALL -> true;
            case SAME -> route.id().namespace().equals(gateway.namespace());
            case SELECTOR -> {
                var selector = listener.allowedRoutes().selector();
                yield selector != null && selector.matches(labels);
            }
            case NONE -> false;
        };
    }

    /** Kubernetes labels every namespace with its own name, also one that nobody has reported to us. */
    private static Map<String, String> namespaceLabels(FleetModel fleet, ObjectId route) {
        Tree tree = route.tree();
        var labels = new HashMap<String, String>();
        fleet.find(Namespace.class, new ObjectId(tree, Kind.NAMESPACE, "", route.namespace()))
                .ifPresent(namespace -> labels.putAll(namespace.meta().labels()));
        labels.put(NAME_LABEL, route.namespace());
        return labels;
    }

    private static String noListener(ObjectId gateway, List<Admission> listeners, ParentRef parent) {
        String asked = (parent.section().isEmpty() ? "" : " named " + parent.section())
                + (parent.port() == 0 ? "" : " on port " + parent.port());
        return "Gateway " + gateway.qualifiedName() + " has no listener" + asked + ". It has "
                + listeners.stream()
                        .map(listener -> listener.name() + " on port " + listener.port())
                        .collect(Collectors.joining(", "))
                + "; correct sectionName or port of the parentRef.";
    }

    private static String notAllowed(
            ObjectId gateway, List<Admission> listeners, HttpRoute route, Map<String, String> labels) {
        return "No listener of Gateway " + gateway.qualifiedName() + " admits this route: "
                + listeners.stream()
                        .map(listener -> refusal(listener, gateway, route, labels))
                        .collect(Collectors.joining("; "))
                + ".";
    }

    private static String refusal(Admission listener, ObjectId gateway, HttpRoute route, Map<String, String> labels) {
        String name = "listener " + listener.name();
        if (!listener.takesHttpRoutes()) {
            return name + " takes no HTTPRoute (protocol " + listener.protocol() + ", allowedRoutes.kinds)";
        }
        String namespace = route.id().namespace();
        return switch (listener.allowedRoutes().from()) {
            case SAME ->
                name + " admits namespace " + gateway.namespace() + " only, and the route is in " + namespace
                        + "; its Gateway may set allowedRoutes.namespaces.from to All or Selector";
            case SELECTOR ->
                name + " admits namespaces by labels, and namespace " + namespace + " has "
                        + labels.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(label -> label.getKey() + "=" + label.getValue())
                                .collect(Collectors.joining(", "))
                        + "; label it as allowedRoutes.namespaces.selector asks";
            case ALL, NONE -> name + " admits none";
        };
    }

    private static String noHost(List<Admission> listeners, HttpRoute route) {
        return "None of the route's hostnames (" + String.join(", ", hostnames(route)) + ") is one of a listener ("
                + listeners.stream()
                        .map(listener -> listener.name() + ": " + listener.hostname())
                        .collect(Collectors.joining(", "))
                + "). Correct spec.hostnames, or the listener's hostname.";
    }
}
