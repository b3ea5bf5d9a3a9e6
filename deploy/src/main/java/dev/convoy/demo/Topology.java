package dev.convoy.demo;

import dev.convoy.embedded.LoopbackBlock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is where: three members in two regions on two networks, and the address and port of everything that listens.
 *
 * @param prefix the first three numbers of every loopback address, with a dot at the end
 * @param hub the address of the hub
 */
record Topology(String prefix, String hub, int portBase) {
    static final int DEFAULT_PORT_BASE = 18_080;
    static final String HOST = "foo.com";

    /** A member. Requests that enter at Tokyo reach Osaka on the other network through its east-west gateway. */
    enum Site {
        TOKYO(1, "asia-northeast", "a"),
        OSAKA(2, "asia-northeast", "b"),
        SINGAPORE(3, "asia-southeast", "a");

        final int number;
        final String region;
        final String network;

        Site(int number, String region, String network) {
            this.number = number;
            this.region = region;
            this.network = network;
        }

        /** The versions of the service that run there. */
        List<String> versions() {
            return switch (this) {
                case TOKYO -> List.of("v1");
                case OSAKA -> List.of("v2");
                case SINGAPORE -> List.of("v1", "v2");
            };
        }

        /** The member's name. */
        @Override
        public String toString() {
            return switch (this) {
                case TOKYO -> "tokyo";
                case OSAKA -> "osaka";
                case SINGAPORE -> "singapore";
            };
        }
    }

    /** The demo's own: the same every time, so that a browser's or a shell's history stays useful. */
    static Topology fixed(int portBase) {
        return new Topology("127.20.0.", "127.0.0.1", portBase);
    }

    /** One that meets no other, for tests. */
    static Topology in(LoopbackBlock block) {
        String first = block.address();
        return new Topology(first.substring(0, first.lastIndexOf('.') + 1), first, DEFAULT_PORT_BASE);
    }

    int gatewayPort() {
        return portBase;
    }

    int apiPort() {
        return portBase + 1;
    }

    int xdsPort() {
        return portBase + 2;
    }

    int healthPort() {
        return portBase + 3;
    }

    int eastWestPort() {
        return portBase + 4;
    }

    int podPort() {
        return portBase + 5;
    }

    /** Of the member's Envoy, for both its gateways. */
    String gateway(Site site) {
        return prefix + (10 * site.number);
    }

    /** Of the Pod of {@code store-<version>} in a member. */
    String pod(Site site, String version) {
        return prefix + (10 * site.number + 1 + site.versions().indexOf(version));
    }

    String apiUrl() {
        return "https://" + hub + ":" + apiPort();
    }

    String gatewayUrl(Site site) {
        return "http://" + gateway(site) + ":" + gatewayPort();
    }

    /** What the demo's manifests leave open that is the same for all members. */
    Map<String, String> blanks() {
        return Map.of(
                "gatewayPort", Integer.toString(gatewayPort()),
                "eastWestPort", Integer.toString(eastWestPort()),
                "podPort", Integer.toString(podPort()));
    }

    /** What the manifests leave open for one member. */
    Map<String, String> blanks(Site site) {
        Map<String, String> blanks = new LinkedHashMap<>(blanks());
        blanks.put("member", site.toString());
        blanks.put("region", site.region);
        blanks.put("network", site.network);
        blanks.put("gateway", gateway(site));
        return blanks;
    }

    /** Fails with the first address that somebody else listens on. */
    void requireFree() {
        requireFree(hub, apiPort(), "the hub's API");
        requireFree(hub, xdsPort(), "the hub's xDS server");
        requireFree(hub, healthPort(), "the hub's health");
        for (Site site : Site.values()) {
            requireFree(gateway(site), gatewayPort(), "the gateway of " + site);
            requireFree(gateway(site), eastWestPort(), "the east-west gateway of " + site);
            for (String version : site.versions()) {
                requireFree(pod(site, version), podPort(), "store-" + version + " in " + site);
            }
        }
    }

    private void requireFree(String address, int port, String need) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
        } catch (IOException e) {
            throw new DemoFailure("Port " + port + " of " + address + ", which the demo needs for " + need
                    + ", cannot be had (" + e.getMessage() + "). End what listens there, or take other ports: make demo"
                    + " ARGS=--port-base=" + Options.otherThan(portBase));
        }
    }
}
