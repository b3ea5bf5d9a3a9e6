package dev.convoy.control.planning;

import dev.convoy.model.plan.BackendPlan.Protocol;
import java.util.Locale;
import java.util.Optional;

/** What Pods speak, by the {@code appProtocol} of their Service's port (KEP-3726 and the names of before). */
final class Protocols {
    private Protocols() {}

    /** Nothing where it needs TLS towards the Pods, which Convoy does not speak. */
    static Optional<Protocol> of(String appProtocol) {
        return switch (appProtocol.toLowerCase(Locale.ROOT)) {
            case "kubernetes.io/h2c", "h2c", "grpc" -> Optional.of(Protocol.H2C);
            case "https", "http2", "kubernetes.io/wss" -> Optional.empty();
            default -> Optional.of(Protocol.HTTP1);
        };
    }
}
