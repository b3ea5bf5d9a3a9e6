package dev.convoy.registry.read;

import dev.convoy.model.GroupKind;
import dev.convoy.model.Reference;

/** The references of the Gateway API, which all default the same way. */
final class References {
    static final String GATEWAY_API = "gateway.networking.k8s.io";

    private static final String MCS_API = "multicluster.x-k8s.io";
    private static final String MCS_API_ON_GKE = "net.gke.io";

    private References() {}

    static Reference reference(Field ref, String group, String kind, String ownNamespace) {
        return new Reference(
                new GroupKind(
                        group(ref.get("group").textOr(group)), ref.get("kind").textOr(kind)),
                ref.get("namespace").textOr(ownNamespace),
                ref.get("name").name());
    }

    /** A group that names no default. */
    static GroupKind groupKind(Field ref) {
        return new GroupKind(group(ref.get("group").textOr("")), ref.get("kind").name());
    }

    /** One group has one name from here on, so that references, grants and kinds can be compared. */
    private static String group(String written) {
        return written.equals(MCS_API_ON_GKE) ? MCS_API : written;
    }
}
