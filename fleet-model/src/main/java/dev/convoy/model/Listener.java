package dev.convoy.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One listener of a Gateway.
 *
 * @param protocol as written, for example {@code HTTP}; one that Convoy does not serve is judged by the planner
 * @param hostname exact, {@code *.}-wildcard, or empty for every host
 * @param tls null where the listener has no {@code tls}
 */
public record Listener(
        String name,
        int port,
        String protocol,
        String hostname,
        @Nullable Tls tls,
        AllowedRoutes allowedRoutes) {

    /**
     * How the listener ends TLS.
     *
     * @param mode {@code Terminate} or {@code Passthrough}
     * @param certificates the {@code certificateRefs}, their namespace filled in
     * @param options implementation-specific, for example GKE's {@code networking.gke.io/pre-shared-certs}
     */
    public record Tls(String mode, List<Reference> certificates, Map<String, String> options) {
        public Tls {
            certificates = List.copyOf(certificates);
            options = Map.copyOf(options);
        }
    }

    /**
     * Which routes may attach.
     *
     * @param kinds group and kind of each allowed kind; empty means what the protocol implies
     */
    public record AllowedRoutes(From from, @Nullable LabelSelector selector, List<GroupKind> kinds) {
        public AllowedRoutes {
            kinds = List.copyOf(kinds);
        }
    }

    /** {@code allowedRoutes.namespaces.from}. */
    public enum From {
        ALL,
        SAME,
        SELECTOR,
        NONE
    }
}
