package dev.convoy.control.planning;

import java.net.InetAddress;

/** What an IP address is, from its letters alone; nothing is looked up. */
final class IpAddresses {
    /** Whom packets to an address reach. */
    enum Reach {
        /** A machine of some network. */
        NETWORK,
        /** The Envoy's own machine, its admin port included. */
        LOOPBACK,
        /** Nobody that could be a Pod: link-local (a cloud's metadata server), unspecified, multicast, or no address at all. */
        NONE
    }

    private IpAddresses() {}

    static Reach reach(String text) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            return Reach.NONE;
        }
        // Envoy takes neither a zone nor the short forms of IPv4 that Java reads ("127.1").
        boolean asEnvoyReads = text.contains(":")
                ? !text.contains("%")
                : address.getHostAddress().equals(text);
        if (!asEnvoyReads
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()) {
            return Reach.NONE;
        }
        return address.isLoopbackAddress() ? Reach.LOOPBACK : Reach.NETWORK;
    }
}
