package dev.convoy.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route asks for beyond "send it there". Adding one starts here: the compiler names its place in the planner and in the
 * translation.
 */
public sealed interface Policy {
    /** {@code RequestHeaderModifier}. */
    record RequestHeaders(HeaderEdits edits) implements Policy {}

    /** {@code ResponseHeaderModifier}. */
    record ResponseHeaders(HeaderEdits edits) implements Policy {}

    /** {@code RequestRedirect}: answers instead of sending on. Null and 0 keep what the request had. */
    record Redirect(
            @Nullable String scheme,
            @Nullable String hostname,
            @Nullable PathEdit path,
            int port,
            int statusCode) implements Policy {}

    /** {@code URLRewrite}. Null keeps what the request had. */
    record Rewrite(@Nullable String hostname, @Nullable PathEdit path) implements Policy {}

    /** {@code RequestMirror}: sends a share of the requests to another backend too and ignores its answers. */
    record Mirror(BackendRef backend, int numerator, int denominator) implements Policy {}

    /** {@code timeouts} of a rule: the whole request, and one attempt at a backend. Null where not given; zero means none. */
    record Timeout(@Nullable Duration request, @Nullable Duration backendRequest) implements Policy {}

    /** A filter that Convoy does not have, kept by its name so that the verdict can say so. */
    record Unsupported(String type) implements Policy {}

    /** Changes of headers: first removed, then set (replacing), then added (beside what is there). */
    record HeaderEdits(List<Header> set, List<Header> add, List<String> remove) {
        public HeaderEdits {
            set = List.copyOf(set);
            add = List.copyOf(add);
            remove = List.copyOf(remove);
        }
    }

    /** A header's name and the value that the user means, to the letter. */
    record Header(String name, String value) {}

    /** A new path: the whole of it, or what the matched prefix becomes. */
    sealed interface PathEdit {
        record ReplaceFull(String path) implements PathEdit {}

        record ReplacePrefix(String prefix) implements PathEdit {}
    }
}
