package dev.convoy.control.planning;

import dev.convoy.model.Gateway;
import dev.convoy.model.GroupKind;
import dev.convoy.model.Listener;
import dev.convoy.model.plan.TlsPlan;
import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A listener as judged.
 *
 * @param hostname normal, {@code *} for every host
 * @param takesHttpRoutes whether its protocol and {@code allowedRoutes.kinds} admit HTTPRoutes
 * @param tls null for plaintext, and where no certificate is usable
 * @param conflict with another listener of the same port
 * @param unaccepted why no Envoy could be configured with it
 * @param unresolved references that lead nowhere
 */
record ListenerPlan(
        Listener listener,
        String hostname,
        boolean takesHttpRoutes,
        @Nullable TlsPlan tls,
        Optional<Fault> conflict,
        Optional<Fault> unaccepted,
        List<Fault> unresolved) {
    private static final GroupKind HTTP_ROUTE = new GroupKind("gateway.networking.k8s.io", "HTTPRoute");

    ListenerPlan {
        unresolved = List.copyOf(unresolved);
    }

    /** The only judge of a Gateway's listeners: what is wrong with one never hinders the others. */
    static List<ListenerPlan> all(Gateway gateway, Grants grants) {
        return gateway.listeners().stream()
                .map(listener -> of(gateway, listener, grants))
                .toList();
    }

    private static ListenerPlan of(Gateway gateway, Listener listener, Grants grants) {
        Optional<Fault> unaccepted = unaccepted(listener);
        var unresolved = new ArrayList<Fault>();
        Optional<TlsPlan> tls = Optional.empty();
        if (unaccepted.isEmpty() && listener.protocol().equals("HTTPS")) {
            Certificates certificates = Certificates.of(grants.fleet(), grants, gateway, listener);
            unresolved.addAll(certificates.faults());
            tls = certificates.tls();
        }
        List<GroupKind> foreign = listener.allowedRoutes().kinds().stream()
                .filter(kind -> !kind.equals(HTTP_ROUTE))
                .toList();
        if (!foreign.isEmpty()) {
            unresolved.add(foreignKinds(listener, foreign));
        }
        return new ListenerPlan(
                listener,
                Hostnames.normal(listener.hostname()),
                isHttp(listener)
                        && (listener.allowedRoutes().kinds().isEmpty()
                                || listener.allowedRoutes().kinds().contains(HTTP_ROUTE)),
                tls.orElse(null),
                conflict(gateway, listener),
                unaccepted,
                unresolved);
    }

    Admission admission() {
        return new Admission(
                listener.name(),
                listener.port(),
                listener.protocol(),
                hostname,
                takesHttpRoutes,
                listener.allowedRoutes());
    }

    /** Whether Envoys listen for it. */
    boolean serves() {
        return conflict.isEmpty()
                && unaccepted.isEmpty()
                && (listener.protocol().equals("HTTP") || tls != null);
    }

    private static boolean isHttp(Listener listener) {
        return listener.protocol().equals("HTTP") || listener.protocol().equals("HTTPS");
    }

    private static Optional<Fault> unaccepted(Listener listener) {
        String name = "Listener " + listener.name();
        Listener.Tls tls = listener.tls();
        if (!isHttp(listener)) {
            return Optional.of(new Fault(
                    "UnsupportedProtocol",
                    name + " has protocol " + listener.protocol()
                            + ". Convoy serves HTTP and HTTPS; use one of them."));
        }
        if (listener.port() < 1 || listener.port() > 65_535) {
            return Optional.of(
                    new Fault("PortUnavailable", name + " has port " + listener.port() + ". Use one from 1 to 65535."));
        }
        if (!Hostnames.isSound(Hostnames.normal(listener.hostname()))) {
            return Optional.of(new Fault(
                    "UnsupportedValue",
                    name + " has a hostname that is no DNS name. Use one like foo.example.com or *.example.com."));
        }
        if (listener.protocol().equals("HTTP") && tls != null) {
            return Optional.of(new Fault(
                    "UnsupportedValue", name + " has tls but protocol HTTP. Set protocol to HTTPS, or remove tls."));
        }
        if (tls != null && !tls.mode().equals("Terminate")) {
            return Optional.of(new Fault(
                    "UnsupportedValue",
                    name + " has tls.mode " + tls.mode() + ". Protocol HTTPS ends TLS at the gateway; use Terminate."));
        }
        return Optional.empty();
    }

    /** No rival of the same port wins: the Gateway API wants all of them refused. */
    private static Optional<Fault> conflict(Gateway gateway, Listener listener) {
        List<Listener> onPort = gateway.listeners().stream()
                .filter(other -> other.port() == listener.port() && isHttp(other) && isHttp(listener))
                .toList();
        List<Listener> otherProtocol = onPort.stream()
                .filter(other -> !other.protocol().equals(listener.protocol()))
                .toList();
        if (!otherProtocol.isEmpty()) {
            return Optional.of(new Fault(
                    "ProtocolConflict",
                    "Listener " + listener.name() + " has protocol " + listener.protocol() + " on port "
                            + listener.port() + ", where " + names(otherProtocol)
                            + " has another. Give them different ports."));
        }
        List<Listener> sameHost = onPort.stream()
                .filter(other -> Hostnames.normal(other.hostname()).equals(Hostnames.normal(listener.hostname())))
                .toList();
        // The listener itself is one of them.
        return sameHost.size() < 2
                ? Optional.empty()
                : Optional.of(new Fault(
                        "HostnameConflict",
                        "Listeners " + names(sameHost)
                                + " have the same port and hostname. Give them different ones, or make them"
                                + " one listener."));
    }

    private static String names(List<Listener> listeners) {
        return listeners.stream().map(Listener::name).collect(Collectors.joining(", "));
    }

    private static Fault foreignKinds(Listener listener, List<GroupKind> foreign) {
        return new Fault(
                "InvalidRouteKinds",
                "Listener " + listener.name() + " allows routes of kind "
                        + foreign.stream().map(GroupKind::toString).collect(Collectors.joining(", "))
                        + ", which Convoy does not serve. Name HTTPRoute in allowedRoutes.kinds, or leave kinds out.");
    }

    List<Verdict> verdicts(Gateway gateway) {
        Judge judge = Judge.of(gateway, listener.name());
        Optional<Fault> refusal = conflict.or(() -> unaccepted);
        var verdicts = new ArrayList<Verdict>();
        verdicts.add(refusal.map(fault -> judge.no("Accepted", fault))
                .orElseGet(() -> judge.yes("Accepted", "Accepted", "The listener is valid.")));
        verdicts.add(conflict.map(fault -> judge.yes("Conflicted", fault.reason(), fault.message()))
                .orElseGet(() -> judge.no("Conflicted", "NoConflicts", "No other listener is in its way.")));
        verdicts.add(
                unresolved.isEmpty()
                        ? judge.yes("ResolvedRefs", "ResolvedRefs", "Everything it refers to is there.")
                        : judge.no("ResolvedRefs", Fault.together(unresolved)));
        if (!serves()) {
            String why = refusal.or(() -> unresolved.stream().findFirst())
                    .map(Fault::message)
                    .orElse("No certificate is usable.");
            verdicts.add(judge.no("Programmed", "Invalid", why));
        }
        return verdicts;
    }
}
