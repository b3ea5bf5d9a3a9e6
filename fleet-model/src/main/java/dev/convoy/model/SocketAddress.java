package dev.convoy.model;

/** An IP address, IPv4 or IPv6 without brackets, and a TCP port. */
public record SocketAddress(String ip, int port) implements Comparable<SocketAddress> {
    public SocketAddress {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " of " + ip + " is not in 1..65535");
        }
    }

    @Override
    public int compareTo(SocketAddress other) {
        int byIp = ip.compareTo(other.ip);
        return byIp != 0 ? byIp : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port;
    }
}
