package dev.convoy.model.plan;

import java.util.List;

/**
 * One port of a Gateway, which several of its listeners may share. Plaintext HTTP has exactly one chain; with TLS there is one for each
 * hostname that a client may name in the SNI.
 */
public record PortPlan(int port, List<ChainPlan> chains) {
    public PortPlan {
        chains = List.copyOf(chains);
        long plaintext = chains.stream().filter(chain -> chain.tls() == null).count();
        if (plaintext > 1 || (plaintext == 1 && chains.size() > 1)) {
            throw new IllegalArgumentException("port " + port + " mixes plaintext with other chains: " + chains);
        }
    }
}
