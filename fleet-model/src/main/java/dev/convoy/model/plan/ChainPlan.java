package dev.convoy.model.plan;

import dev.convoy.model.PersistentMap;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What happens on a connection: how TLS ends, then which host's routes hold.
 *
 * @param serverName the SNI that selects the chain, exact or {@code *.}-wildcard; empty for every other
 * @param tls null for plaintext
 * @param hosts by hostname, each once
 */
public record ChainPlan(String serverName, @Nullable TlsPlan tls, PersistentMap<String, VirtualHostPlan> hosts) {
    public ChainPlan(String serverName, @Nullable TlsPlan tls, Collection<VirtualHostPlan> hosts) {
        this(serverName, tls, PersistentMap.of(hosts, VirtualHostPlan::hostname));
    }
}
