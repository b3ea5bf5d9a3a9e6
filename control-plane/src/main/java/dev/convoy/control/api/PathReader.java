package dev.convoy.control.api;

import dev.convoy.control.api.ApiRequest.Collection;
import dev.convoy.control.api.ApiRequest.Item;
import dev.convoy.control.api.ApiRequest.Part;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.registry.door.ServedKind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a path; what stands for nothing here is refused with what exists nearby. */
final class PathReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final String NAMESPACES = "namespaces";

    private PathReader() {}

    /** @param path undecoded, without the query */
    static ApiRequest read(String path) {
        List<String> segments = Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(PathReader::decoded)
                .toList();
        if (segments.isEmpty()) {
            return new ApiRequest.Root();
        }
        if (segments.equals(List.of("join"))) {
            return new ApiRequest.Join();
        }
        if (segments.equals(List.of("v3", "discovery:client_status"))) {
            return new ApiRequest.ClientStatus();
        }
        return segments.getFirst().equals("members") ? ofMember(segments) : inTree(Tree.fleet(), segments);
    }

    private static ApiRequest ofMember(List<String> segments) {
        if (segments.size() < 3) {
            throw Refusal.notFound(
                    "Under /members/<name>/ there are api, apis, openapi and version, as at the top, and deliveries. The members"
                            + " themselves are listed at /apis/fleet.convoy.dev/v1alpha1/memberships.");
        }
        String name = segments.get(1);
        if (!LABEL.matcher(name).matches()) {
            throw Refusal.notFound("\"" + Text.shown(name)
                    + "\" cannot be a member's name: those are lower-case letters, digits and '-', at most 63.");
        }
        if (segments.subList(2, segments.size()).equals(List.of("deliveries"))) {
            return new ApiRequest.Deliveries(new MemberId(name));
        }
        return inTree(Tree.of(new MemberId(name)), segments.subList(2, segments.size()));
    }

    private static ApiRequest inTree(Tree tree, List<String> segments) {
        if (segments.equals(List.of("version"))) {
            return new ApiRequest.Version();
        }
        List<String> rest = segments.subList(1, segments.size());
        return switch (segments.getFirst()) {
            case "openapi" -> openApi(tree, rest);
            case "api" -> rest.isEmpty() ? new ApiRequest.CoreVersions(tree) : inGroup(tree, "", rest);
            case "apis" -> inApis(tree, rest);
            default ->
                throw Refusal.notFound("There is no path \"/" + Text.shown(segments.getFirst()) + "\" here. "
                        + Nearby.hint(segments.getFirst(), List.of("api", "apis", "openapi", "version", "members")));
        };
    }

    private static ApiRequest inApis(Tree tree, List<String> rest) {
        if (rest.isEmpty()) {
            return new ApiRequest.Groups(tree);
        }
        String group = rest.getFirst();
        if (rest.equals(List.of("authorization.k8s.io", "v1", "selfsubjectaccessreviews"))) {
            return new ApiRequest.AccessReview(tree);
        }
        if (!Catalogue.groups(tree).contains(group)) {
            throw Refusal.notFound("There is no API group \"" + Text.shown(group) + "\" here. "
                    + Nearby.hint(group, Catalogue.groups(tree)));
        }
        return rest.size() == 1
                ? new ApiRequest.OneGroup(tree, group)
                : inGroup(tree, group, rest.subList(1, rest.size()));
    }

    private static ApiRequest inGroup(Tree tree, String group, List<String> rest) {
        String version = rest.getFirst();
        List<String> versions = Catalogue.versions(tree, group);
        if (!versions.contains(version)) {
            throw Refusal.notFound((group.isEmpty() ? "The core API" : "API group " + group) + " has no version \""
                    + Text.shown(version) + "\" here. " + Nearby.hint(version, versions));
        }
        List<String> path = rest.subList(1, rest.size());
        if (path.isEmpty()) {
            return new ApiRequest.Resources(tree, group, version);
        }
        // namespaces/<name> and namespaces/<name>/status are the Namespace itself.
        boolean inNamespace = path.size() > 2
                && path.getFirst().equals(NAMESPACES)
                && !(group.isEmpty() && path.size() == 3 && path.get(2).equals("status"));
        return inNamespace
                ? objects(tree, group, version, name(path.get(1), LABEL), path.subList(2, path.size()))
                : objects(tree, group, version, "", path);
    }

    private static ApiRequest objects(Tree tree, String group, String version, String namespace, List<String> path) {
        String plural = path.getFirst();
        if (group.isEmpty() && plural.equals("events") && path.size() == 1) {
            return new ApiRequest.Events(tree);
        }
        ServedKind served = Catalogue.find(tree, group, version, plural)
                .orElseThrow(() -> Refusal.notFound(
                        Catalogue.apiVersion(group, version) + " has no \"" + Text.shown(plural) + "\" here. "
                                + Nearby.hint(
                                        plural,
                                        Catalogue.of(tree, group, version).stream()
                                                .map(kind -> kind.kind().plural())
                                                .toList())));
        if (!served.kind().namespaced() && !namespace.isEmpty()) {
            throw Refusal.notFound(plural + " do not live in a namespace: leave out namespaces/" + namespace + "/.");
        }
        if (path.size() == 1) {
            return new Collection(tree, served, version, namespace);
        }
        if (served.kind().namespaced() && namespace.isEmpty()) {
            throw Refusal.notFound(plural + " live in namespaces: the path of one is namespaces/<namespace>/" + plural
                    + "/" + Text.shown(path.get(1)) + ".");
        }
        var id = new ObjectId(tree, served.kind(), namespace, name(path.get(1), NAME));
        return new Item(id, served, version, part(served, path));
    }

    private static Part part(ServedKind served, List<String> path) {
        String subresource = String.join("/", path.subList(2, path.size()));
        if (subresource.isEmpty()) {
            return Part.WHOLE;
        }
        if (subresource.equals("status") && Catalogue.hasStatus(served.kind())) {
            return Part.STATUS;
        }
        if (subresource.equals("jointoken") && served.kind() == Kind.MEMBERSHIP) {
            return Part.JOIN_TOKEN;
        }
        throw Refusal.notFound(served.kind().plural() + " have no subresource \"" + Text.shown(subresource) + "\""
                + (Catalogue.hasStatus(served.kind()) ? "; there is status." : "."));
    }

    private static ApiRequest openApi(Tree tree, List<String> rest) {
        if (rest.equals(List.of("v2"))) {
            return new ApiRequest.OpenApiV2(tree);
        }
        if (rest.equals(List.of("v3"))) {
            return new ApiRequest.OpenApiIndex(tree);
        }
        return Optional.of(rest)
                .filter(path -> path.size() > 1 && path.getFirst().equals("v3"))
                .flatMap(path -> openApiV3(tree, path.subList(1, path.size())))
                .orElseThrow(
                        () -> Refusal.notFound(
                                "There is no such OpenAPI document; /openapi/v3 lists those there are, /openapi/v2 is the old form."));
    }

    private static Optional<ApiRequest> openApiV3(Tree tree, List<String> path) {
        if (path.size() == 2 && path.getFirst().equals("api")) {
            return served(tree, "", path.get(1));
        }
        if (path.size() == 3 && path.getFirst().equals("apis")) {
            return served(tree, path.get(1), path.get(2));
        }
        return Optional.empty();
    }

    private static Optional<ApiRequest> served(Tree tree, String group, String version) {
        return Catalogue.of(tree, group, version).isEmpty()
                ? Optional.empty()
                : Optional.of(new ApiRequest.OpenApiV3(tree, group, version));
    }

    private static String name(String segment, Pattern form) {
        if (!form.matcher(segment).matches()) {
            throw Refusal.notFound(
                    "Nothing is named \"" + Text.shown(segment) + "\": names are lower-case letters, digits and"
                            + " '-', and begin and end with a letter or digit.");
        }
        return segment;
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("The path has a broken percent escape: \"" + Text.shown(segment) + "\".");
        }
    }
}
