package dev.convoy.xds;

import dev.convoy.xds.stream.StreamLimits;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where the server listens and what it puts up with.
 *
 * @param keepAliveTime how long a connection may be silent before it is probed
 * @param keepAliveTimeout how long it has to answer that
 * @param connectionAge after which a connection is closed (a tenth more or less, by chance), so that an Envoy comes back with its
 *     newest certificate
 * @param connectionGrace what a stream still gets after that
 * @param connectionIdle how long a connection may have no call; so what is told of streams limits connections, too
 * @param stall after which a stream is cut off whose client reads nothing of what it is to hear
 * @param requestBytes the largest request that is read
 */
public record XdsServerConfig(
        InetSocketAddress address,
        Duration keepAliveTime,
        Duration keepAliveTimeout,
        Duration connectionAge,
        Duration connectionGrace,
        Duration connectionIdle,
        Duration stall,
        int requestBytes,
        StreamLimits limits) {
    public static XdsServerConfig at(InetSocketAddress address) {
        return new XdsServerConfig(
                address,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofMinutes(30),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofSeconds(60),
                16 << 20,
                StreamLimits.DEFAULT);
    }

    public XdsServerConfig withKeepAlive(Duration time, Duration timeout) {
        return new XdsServerConfig(
                address, time, timeout, connectionAge, connectionGrace, connectionIdle, stall, requestBytes, limits);
    }

    public XdsServerConfig withConnectionAge(Duration age, Duration grace) {
        return with(age, grace, connectionIdle, stall, limits);
    }

    public XdsServerConfig withConnectionIdle(Duration changed) {
        return with(connectionAge, connectionGrace, changed, stall, limits);
    }

    public XdsServerConfig withLimits(StreamLimits changed) {
        return with(connectionAge, connectionGrace, connectionIdle, stall, changed);
    }

    public XdsServerConfig withStall(Duration changed) {
        return with(connectionAge, connectionGrace, connectionIdle, changed, limits);
    }

    private XdsServerConfig with(Duration age, Duration grace, Duration idle, Duration stalled, StreamLimits limited) {
        return new XdsServerConfig(
                address, keepAliveTime, keepAliveTimeout, age, grace, idle, stalled, requestBytes, limited);
    }
}
