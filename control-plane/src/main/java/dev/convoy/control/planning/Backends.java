package dev.convoy.control.planning;

import dev.convoy.model.BackendRef;
import dev.convoy.model.FleetModel;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Reference;
import dev.convoy.model.Service;
import dev.convoy.model.ServiceImport;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendId.Reach;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a {@code backendRef} names, as one member sees it. */
record Backends(FleetModel fleet, Exports exports, Grants grants) {

    /** A backend, or why there is none. */
    sealed interface Resolved {
        record Found(BackendId id) implements Resolved {}

        record Missing(Fault fault) implements Resolved {}
    }

    /**
     * Who asks.
     *
     * @param multiCluster whether the Gateway's class lets a ServiceImport be named
     */
    record Viewer(MemberId member, boolean multiCluster) {}

    /** {@code field} is where the reference stands in the route. */
    Resolved resolve(BackendRef backend, HttpRoute route, Viewer viewer, String field) {
        Reference target = backend.target();
        Optional<Kind> kind = Kind.of(target.target().group(), target.target().kind())
                .filter(known -> known == Kind.SERVICE || known == Kind.SERVICE_IMPORT);
        if (kind.isEmpty()) {
            return missing(
                    "InvalidKind",
                    field + " names kind " + target.target()
                            + ". Convoy sends requests to a Service, or to a ServiceImport of"
                            + " group multicluster.x-k8s.io; name one of these.");
        }
        Optional<Fault> refused = grants.refuse(route.id(), target, field);
        if (refused.isPresent()) {
            return new Resolved.Missing(refused.get());
        }
        return kind.get() == Kind.SERVICE
                ? service(backend, viewer, field)
                : serviceImport(backend, route, viewer, field);
    }

    private Resolved service(BackendRef backend, Viewer viewer, String field) {
        Reference target = backend.target();
        Optional<Service> service = fleet.find(Service.class, serviceIn(viewer.member(), target));
        if (service.isEmpty()) {
            return missing(
                    "BackendNotFound",
                    field + " names Service " + target.qualifiedName() + ", which member " + viewer.member()
                            + " does not have." + elsewhere(target));
        }
        List<Service.Port> ports = service.get().ports();
        Optional<Service.Port> port = ports.stream()
                .filter(candidate -> candidate.port() == backend.port())
                .findFirst();
        if (port.isEmpty()) {
            return missing("BackendNotFound", noPort(field, "Service", backend, ports.stream()));
        }
        return found(Reach.MEMBER, backend, port.get().appProtocol(), field);
    }

    private Resolved serviceImport(BackendRef backend, HttpRoute route, Viewer viewer, String field) {
        Reference target = backend.target();
        if (!viewer.multiCluster()) {
            return missing(
                    "InvalidKind",
                    field + " names ServiceImport " + target.qualifiedName()
                            + ", but the Gateway's class serves a single member. Name"
                            + " the Service, or use a multi-cluster class (convoy-mc, or the same class with -mc).");
        }
        List<Exports.Export> offered = exports.of(target.namespace(), target.name());
        List<Exports.Export> visible = offered.stream()
                .filter(export -> export.reaches(viewer.member()))
                .toList();
        Optional<ServiceImport> declared = declared(route.id().tree(), target);
        if (visible.isEmpty() && !offered.isEmpty()) {
            return missing(
                    "BackendNotFound",
                    field + " names ServiceImport " + target.qualifiedName() + ", which " + members(offered.stream())
                            + " exports, but not to member " + viewer.member()
                            + ". Name that member in the annotation fleet.convoy.dev/export-to of the ServiceExport.");
        }
        if (visible.isEmpty() && declared.isEmpty()) {
            return missing(
                    "BackendNotFound",
                    field + " names ServiceImport " + target.qualifiedName()
                            + ", which no member exports. Create a ServiceExport of "
                            + "that name in a member that runs the Service.");
        }
        Stream<Service.Port> ports = Stream.concat(
                visible.stream().flatMap(export -> export.service().ports().stream()),
                declared.stream().flatMap(object -> object.ports().stream()));
        List<Service.Port> known = ports.toList();
        Optional<Service.Port> port = known.stream()
                .filter(candidate -> candidate.port() == backend.port())
                .findFirst();
        if (port.isEmpty()) {
            return missing("BackendNotFound", noPort(field, "ServiceImport", backend, known.stream()));
        }
        String appProtocol = exports.appProtocol(target.namespace(), target.name(), backend.port())
                .orElse(port.get().appProtocol());
        return found(Reach.FLEET, backend, appProtocol, field);
    }

    private static Resolved found(Reach reach, BackendRef backend, String appProtocol, String field) {
        Reference target = backend.target();
        if (Protocols.of(appProtocol).isEmpty()) {
            return missing(
                    "UnsupportedProtocol",
                    field + " names port " + backend.port() + " of " + target.qualifiedName() + ", whose appProtocol "
                            + appProtocol
                            + " needs TLS to the Pods, which Convoy does not speak. Offer a plaintext port.");
        }
        return new Resolved.Found(new BackendId(reach, target.namespace(), target.name(), backend.port()));
    }

    private Optional<ServiceImport> declared(Tree tree, Reference target) {
        return Stream.of(tree, Tree.fleet())
                .flatMap(home -> fleet
                        .find(
                                ServiceImport.class,
                                new ObjectId(home, Kind.SERVICE_IMPORT, target.namespace(), target.name()))
                        .stream())
                .findFirst();
    }

    private static Resolved missing(String reason, String message) {
        return new Resolved.Missing(new Fault(reason, message));
    }

    private static ObjectId serviceIn(MemberId member, Reference target) {
        return new ObjectId(Tree.of(member), Kind.SERVICE, target.namespace(), target.name());
    }

    /** Helps whoever looks for another member's Service. */
    private String elsewhere(Reference target) {
        List<MemberId> owners = fleet.members().stream()
                .map(member -> member.memberId())
                .filter(member -> fleet.find(serviceIn(member, target)).isPresent())
                .toList();
        return owners.isEmpty()
                ? " Create it, or correct the name."
                : " It is in " + owners.stream().map(MemberId::name).collect(Collectors.joining(", "))
                        + ": to reach it there, export it (ServiceExport), name the ServiceImport and use a multi-cluster class.";
    }

    private static String members(Stream<Exports.Export> exports) {
        return exports.map(export -> export.member().name()).collect(Collectors.joining(", "));
    }

    private static String noPort(String field, String kind, BackendRef backend, Stream<Service.Port> ports) {
        String known =
                ports.map(port -> Integer.toString(port.port())).distinct().collect(Collectors.joining(", "));
        return field + (backend.port() == 0 ? " names no port of " : " names port " + backend.port() + " of ") + kind
                + " "
                + backend.target().qualifiedName() + ", which has "
                + (known.isEmpty() ? "none." : "port " + known + ". Name one of these.");
    }
}
