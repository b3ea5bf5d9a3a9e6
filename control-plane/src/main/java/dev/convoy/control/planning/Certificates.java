package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Gateway;
import dev.convoy.model.GroupKind;
import dev.convoy.model.Kind;
import dev.convoy.model.Listener;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Reference;
import dev.convoy.model.TlsSecret;
import dev.convoy.model.plan.TlsPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which certificates an HTTPS listener presents: those of {@code certificateRefs}, and the {@code kubernetes.io/tls} Secrets beside the
 * Gateway that GKE's option {@code networking.gke.io/pre-shared-certs} names.
 *
 * @param usable those found, in the user's order
 */
record Certificates(List<TlsPlan.Certificate> usable, List<Fault> faults) {
    private static final String PRE_SHARED = "networking.gke.io/pre-shared-certs";
    private static final GroupKind SECRET = new GroupKind("", "Secret");

    Certificates {
        usable = List.copyOf(usable);
        faults = List.copyOf(faults);
    }

    Optional<TlsPlan> tls() {
        return usable.isEmpty() ? Optional.empty() : Optional.of(new TlsPlan(usable));
    }

    static Certificates of(FleetModel fleet, Grants grants, Gateway gateway, Listener listener) {
        var usable = new ArrayList<TlsPlan.Certificate>();
        var faults = new ArrayList<Fault>();
        List<Reference> references = references(gateway, listener);
        if (references.isEmpty()) {
            faults.add(new Fault(
                    "InvalidCertificateRef",
                    "Listener " + listener.name()
                            + " ends TLS but names no certificate. Name a kubernetes.io/tls Secret in "
                            + "tls.certificateRefs."));
        }
        for (Reference reference : references) {
            Optional<Fault> refused = reference.target().equals(SECRET)
                    ? grants.refuse(gateway.id(), reference, "tls of listener " + listener.name())
                    : Optional.of(notASecret(listener, reference));
            if (refused.isPresent()) {
                faults.add(refused.get());
                continue;
            }
            var id = new ObjectId(gateway.id().tree(), Kind.SECRET, reference.namespace(), reference.name());
            fleet.find(TlsSecret.class, id)
                    .ifPresentOrElse(
                            secret -> usable.add(new TlsPlan.Certificate(id, secret.certificate())),
                            () -> faults.add(missing(listener, reference)));
        }
        return new Certificates(usable, faults);
    }

    private static List<Reference> references(Gateway gateway, Listener listener) {
        Listener.Tls tls = listener.tls();
        if (tls == null) {
            return List.of();
        }
        Stream<Reference> preShared = Arrays.stream(
                        tls.options().getOrDefault(PRE_SHARED, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> new Reference(SECRET, gateway.id().namespace(), name));
        return Stream.concat(tls.certificates().stream(), preShared).distinct().toList();
    }

    private static Fault notASecret(Listener listener, Reference reference) {
        return new Fault(
                "InvalidCertificateRef",
                "Listener " + listener.name() + " names " + reference.target() + " " + reference.qualifiedName()
                        + " as its certificate. Convoy reads certificates from Secrets of type kubernetes.io/tls only.");
    }

    private static Fault missing(Listener listener, Reference reference) {
        return new Fault(
                "InvalidCertificateRef",
                "Listener " + listener.name() + " needs the certificate of Secret " + reference.qualifiedName()
                        + ", and there is no such Secret of type kubernetes.io/tls. Create it: kubectl create secret tls "
                        + reference.name() + " --namespace " + reference.namespace() + " --cert=tls.crt --key=tls.key");
    }
}
