package dev.convoy.registry.door;

import dev.convoy.model.Kind;
import java.util.List;
import java.util.Locale;

/**
 * A kind as clients may name it. All versions of a kind have one shape: objects are stored in the {@link #preferred} version and served
 * in whichever is asked for. {@code net.gke.io} is GKE's alias of the MCS group.
 *
 * @param versions the preferred one first
 */
public record ServedKind(
        Kind kind,
        String group,
        List<String> versions,
        String singular,
        List<String> shortNames,
        List<String> categories) {
    private static final List<String> NONE = List.of();
    private static final List<String> GATEWAY_API = List.of("gateway-api");
    private static final List<String> MCS_VERSIONS = List.of("v1alpha1", "v1beta1");
    private static final String GKE = "net.gke.io";

    private static final List<ServedKind> ALL = List.of(
            of(Kind.NAMESPACE, List.of("v1"), List.of("ns"), NONE),
            of(Kind.SERVICE, List.of("v1"), List.of("svc"), List.of("all")),
            of(Kind.SECRET, List.of("v1"), NONE, NONE),
            of(Kind.ENDPOINT_SLICE, List.of("v1"), NONE, NONE),
            of(Kind.MEMBERSHIP, List.of("v1alpha1"), List.of("mem"), List.of("convoy")),
            of(Kind.GATEWAY_CLASS, List.of("v1", "v1beta1"), List.of("gc"), GATEWAY_API),
            of(Kind.GATEWAY, List.of("v1", "v1beta1"), List.of("gtw"), GATEWAY_API),
            of(Kind.HTTP_ROUTE, List.of("v1", "v1beta1"), NONE, GATEWAY_API),
            of(Kind.REFERENCE_GRANT, List.of("v1beta1", "v1", "v1alpha2"), List.of("refgrant"), GATEWAY_API),
            of(Kind.SERVICE_EXPORT, MCS_VERSIONS, List.of("svcex", "svcexport"), NONE),
            of(Kind.SERVICE_IMPORT, MCS_VERSIONS, List.of("svcim", "svcimport"), NONE),
            new ServedKind(Kind.SERVICE_EXPORT, GKE, List.of("v1"), "serviceexport", NONE, NONE),
            new ServedKind(Kind.SERVICE_IMPORT, GKE, List.of("v1"), "serviceimport", NONE, NONE));

    public ServedKind {
        versions = List.copyOf(versions);
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
    }

    private static ServedKind of(Kind kind, List<String> versions, List<String> shortNames, List<String> categories) {
        String singular = kind.kindName().toLowerCase(Locale.ROOT);
        return new ServedKind(kind, kind.group(), versions, singular, shortNames, categories);
    }

    public static List<ServedKind> all() {
        return ALL;
    }

    /** The {@code apiVersion} that objects of a kind are stored in. */
    public static String preferred(Kind kind) {
        return apiVersions(kind).getFirst();
    }

    /** Every {@code apiVersion} that a kind is served under, the preferred one first. */
    public static List<String> apiVersions(Kind kind) {
        return ALL.stream()
                .filter(served -> served.kind == kind)
                .flatMap(served -> served.versions.stream().map(served::apiVersion))
                .toList();
    }

    /** {@code group/version}, or the version alone for the core group. */
    public String apiVersion(String version) {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
