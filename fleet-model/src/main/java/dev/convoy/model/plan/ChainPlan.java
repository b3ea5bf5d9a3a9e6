package dev.convoy.model.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens on a connection: how TLS ends, then which host's routes hold.
 *
 * @param serverName the SNI that selects the chain, exact or {@code *.}-wildcard; empty for every other
 * @param tls null for plaintext
 * @param hosts each hostname once, in alphabetical order
 */
public record ChainPlan(String serverName, @Nullable TlsPlan tls, List<VirtualHostPlan> hosts) {
    public ChainPlan {
        hosts = List.copyOf(hosts);
        if (hosts.stream().map(VirtualHostPlan::hostname).distinct().count() != hosts.size()) {
            throw new IllegalArgumentException("a hostname stands twice in " + hosts);
        }
    }
}
