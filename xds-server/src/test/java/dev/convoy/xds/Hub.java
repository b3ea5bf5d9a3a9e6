package dev.convoy.xds;

import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.embedded.LoopbackBlock;
import dev.convoy.model.MemberId;
import dev.convoy.model.SocketAddress;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.stream.PeerIdentities;
import dev.convoy.xds.translate.Bootstrap;
import dev.convoy.xds.translate.IdentityFolder;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** An xDS server with an authority of its own, which can be restarted at the same address. */
final class Hub implements AutoCloseable {
    static final String IDENTITY = "spiffe://fleet.convoy.dev/gateway/";
    static final String NAME = "hub.fleet.convoy.dev";

    /** The group that the certificate names. */
    static final PeerIdentities BY_URI = chain -> uri(chain.getFirst())
            .filter(uri -> uri.startsWith(IDENTITY))
            .map(uri -> new EnvoyGroup(new MemberId(uri.substring(IDENTITY.length())), EnvoyGroup.DEFAULT_POOL));

    final TestAuthority authority = new TestAuthority("fleet");
    volatile ServerKeys keys;
    volatile PeerIdentities identities = BY_URI;
    final InetSocketAddress address;
    Snapshots snapshots = new Snapshots();
    XdsServer server;
    private UnaryOperator<XdsServerConfig> settings = config -> config;

    Hub(String ip) {
        this.address = new InetSocketAddress(ip, LoopbackBlock.freePort(ip));
        this.keys = authority.keysFor(authority.server(NAME, address.getAddress()));
        this.server = start();
    }

    /** Restarts it with these settings, knowing nothing of what was before. */
    void restart(UnaryOperator<XdsServerConfig> changed) {
        settings = changed;
        restart();
    }

    void restart() {
        stop();
        snapshots = new Snapshots();
        server = start();
    }

    /** Starts another at the same address as soon as that is free, while this one still ends its streams; returns what ends them. */
    Thread handOver() throws IOException, InterruptedException {
        Thread closing = Thread.ofVirtual().start(server::close);
        while (isListenedAt()) {
            Thread.sleep(1);
        }
        snapshots = new Snapshots();
        server = start();
        return closing;
    }

    private boolean isListenedAt() throws IOException {
        try {
            new Socket(address.getAddress(), address.getPort()).close();
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (SocketException e) {
            return true; // reset: it ended between the handshake and the next look
        }
    }

    void stop() {
        server.close();
    }

    private XdsServer start() {
        try {
            return XdsServer.start(
                    settings.apply(XdsServerConfig.at(address)),
                    () -> keys,
                    chain -> identities.identify(chain),
                    snapshots);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection of whoever that is; nobody has no certificate. Its window does not grow, so it is soon full where nobody reads. */
    ManagedChannel channel(TestAuthority.@Nullable Identity client) throws SSLException {
        SslContextBuilder tls = GrpcSslContexts.forClient().trustManager(authority.certificate());
        if (client != null) {
            tls.keyManager(client.key(), client.certificate());
        }
        return NettyChannelBuilder.forAddress(address)
                .overrideAuthority(NAME)
                .sslContext(tls.build())
                .flowControlWindow(1 << 20)
                .build();
    }

    /** A real Envoy of that member. */
    EnvoyProcess envoy(Path folder, EnvoyGroup group, Bootstrap.Protocol protocol) throws IOException {
        return envoy(authority, address, folder, group, protocol, UnaryOperator.identity());
    }

    /** A real Envoy of that member, which asks whoever serves there, by a changed bootstrap. */
    static EnvoyProcess envoy(
            TestAuthority authority,
            InetSocketAddress server,
            Path folder,
            EnvoyGroup group,
            Bootstrap.Protocol protocol,
            UnaryOperator<String> changed)
            throws IOException {
        String ip = server.getAddress().getHostAddress();
        Bootstrap bootstrap = new Bootstrap(
                group, "gw-1", new SocketAddress(ip, LoopbackBlock.freePort(ip)), ip, server.getPort(), protocol);
        for (Map.Entry<String, String> file : IdentityFolder.files(bootstrap).entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.writeString(path, file.getValue());
        }
        Files.writeString(folder.resolve(IdentityFolder.BOOTSTRAP), changed.apply(bootstrap.yaml()));
        TestAuthority.Identity identity =
                authority.client(IDENTITY + group.member().name());
        Files.writeString(folder.resolve(IdentityFolder.CERTIFICATE), identity.certificatePem());
        Files.writeString(folder.resolve(IdentityFolder.PRIVATE_KEY), identity.keyPem());
        Files.writeString(folder.resolve(IdentityFolder.CA), TestAuthority.pem(authority.certificate()));
        return EnvoyProcess.start(folder, IdentityFolder.BOOTSTRAP);
    }

    @Override
    public void close() {
        stop();
    }

    private static Optional<String> uri(X509Certificate certificate) {
        try {
            for (List<?> name : Optional.ofNullable(certificate.getSubjectAlternativeNames())
                    .orElse(List.of())) {
                if (name.getFirst().equals(6)) {
                    return Optional.of((String) name.get(1));
                }
            }
            return Optional.empty();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }
}
