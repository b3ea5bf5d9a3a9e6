package dev.convoy.model;

import java.util.Arrays;
import java.util.Optional;

/** Every kind of object that Convoy keeps, by the names that Kubernetes knows it under. */
public enum Kind {
    NAMESPACE("", "Namespace", "namespaces", false),
    MEMBERSHIP("fleet.convoy.dev", "Membership", "memberships", false),
    GATEWAY_CLASS("gateway.networking.k8s.io", "GatewayClass", "gatewayclasses", false),
    GATEWAY("gateway.networking.k8s.io", "Gateway", "gateways", true),
    HTTP_ROUTE("gateway.networking.k8s.io", "HTTPRoute", "httproutes", true),
    REFERENCE_GRANT("gateway.networking.k8s.io", "ReferenceGrant", "referencegrants", true),
    SERVICE("", "Service", "services", true),
    ENDPOINT_SLICE("discovery.k8s.io", "EndpointSlice", "endpointslices", true),
    SECRET("", "Secret", "secrets", true),
    SERVICE_EXPORT("multicluster.x-k8s.io", "ServiceExport", "serviceexports", true),
    SERVICE_IMPORT("multicluster.x-k8s.io", "ServiceImport", "serviceimports", true);

    private final String group;
    private final String kindName;
    private final String plural;
    private final boolean namespaced;

    Kind(String group, String kindName, String plural, boolean namespaced) {
        this.group = group;
        this.kindName = kindName;
        this.plural = plural;
        this.namespaced = namespaced;
    }

    /** The API group; empty for the core group. */
    public String group() {
        return group;
    }

    /** The name in {@code kind:}, for example {@code HTTPRoute}. */
    public String kindName() {
        return kindName;
    }

    /** The name in paths, for example {@code httproutes}. */
    public String plural() {
        return plural;
    }

    public boolean namespaced() {
        return namespaced;
    }

    /** The kind that a reference means; {@code net.gke.io} is GKE's alias of the MCS group. */
    public static Optional<Kind> of(String group, String kindName) {
        String standard = group.equals("net.gke.io") ? SERVICE_IMPORT.group : group;
        return Arrays.stream(values())
                .filter(kind -> kind.group.equals(standard) && kind.kindName.equals(kindName))
                .findFirst();
    }
}
