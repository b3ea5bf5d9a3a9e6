package dev.convoy.xds.translate;

import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.embedded.LoopbackBlock;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.TlsCertificate;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.TlsPlan;
import dev.convoy.xds.TestAuthority;
import dev.convoy.xds.XdsServer;
import dev.convoy.xds.XdsServerConfig;
import dev.convoy.xds.delivery.Standing;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.snapshot.XdsResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A hub's xDS server and real Envoys that it tells what was translated. */
final class Fleet implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;
    private final LoopbackBlock addresses = LoopbackBlock.claim();
    private final TestAuthority authority = new TestAuthority("fleet");
    private final TestAuthority.Identity hub = authority.server("hub.fleet.convoy.dev");
    private Snapshots snapshots = new Snapshots();
    private final Map<MemberId, TranslatedMember> translated = new HashMap<>();
    private XdsServer server;
    private final Deque<Runnable> toStop = new ArrayDeque<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Fleet(Path directory) throws IOException {
        this.directory = directory;
        server = start(new InetSocketAddress(addresses.address(), 0));
    }

    private XdsServer start(InetSocketAddress at) throws IOException {
        return XdsServer.start(
                XdsServerConfig.at(at), () -> authority.keysFor(hub), chain -> memberOf(chain.getFirst()), snapshots);
    }

    /** The hub goes, and comes again at the same address knowing nothing. */
    void restart() throws IOException {
        InetSocketAddress address = server.address();
        server.close();
        snapshots = new Snapshots();
        translated.clear();
        server = start(address);
    }

    /** An IP address for this fleet alone. */
    String address() {
        return addresses.address();
    }

    Pod pod(String name) {
        Pod pod = Pod.start(name, address());
        toStop.push(pod::close);
        return pod;
    }

    GrpcPod grpcPod(String name) {
        GrpcPod pod = GrpcPod.start(name, address());
        toStop.push(pod::close);
        return pod;
    }

    SocketPod socketPod() {
        SocketPod pod = SocketPod.start(address());
        toStop.push(pod::close);
        return pod;
    }

    /** A certificate of the fleet's own CA for a host, from a Secret of a Gateway. */
    TlsPlan.Certificate certificateFor(String host) {
        TestAuthority.Identity identity = authority.server(host);
        return new TlsPlan.Certificate(
                new ObjectId(Tree.fleet(), Kind.SECRET, "store", host.replace("*", "any")),
                new TlsCertificate(identity.certificatePem(), identity.keyPem()));
    }

    /** Starts an Envoy of the member in an identity folder of its own, and waits until it has its configuration. */
    EnvoyProcess envoy(MemberPlan plan) throws IOException {
        return envoy(plan, Bootstrap.Protocol.DELTA);
    }

    EnvoyProcess envoy(MemberPlan plan, Bootstrap.Protocol protocol) throws IOException {
        publish(plan);
        Path folder = identityFolder(plan.member(), protocol);
        EnvoyProcess envoy = EnvoyProcess.start(folder, IdentityFolder.BOOTSTRAP);
        toStop.push(envoy::close);
        envoy.awaitReady(PATIENCE);
        awaitAcknowledged(plan);
        return envoy;
    }

    /** Gives the member's Envoy a new identity. */
    X509Certificate renew(MemberId member) throws IOException {
        TestAuthority.Identity identity = authority.client(Names.identity(member));
        write(
                directory.resolve(member.name()),
                Map.of(
                        IdentityFolder.CERTIFICATE, identity.certificatePem(),
                        IdentityFolder.PRIVATE_KEY, identity.keyPem()));
        return identity.certificate();
    }

    void publish(MemberPlan plan) {
        TranslatedMember next = translated.compute(
                plan.member(), (_, before) -> before == null ? TranslatedMember.of(plan) : before.next(plan));
        publish(plan.member(), next.resources());
    }

    void publish(MemberId member, XdsResources resources) {
        snapshots.publish(group(member), resources);
    }

    /** Waits until every connected Envoy of the member has accepted all that was translated. */
    void awaitAcknowledged(MemberPlan plan) {
        await(() -> hasAcknowledged(plan.member()), plan.member() + " has not acknowledged");
    }

    /** Fails where an Envoy of the member has refused anything. */
    boolean hasAcknowledged(MemberId member) {
        Standing standing = server.deliveries().standing(group(member), _ -> true);
        if (standing instanceof Standing.Refused refused) {
            throw new AssertionError(refused.toString());
        }
        return standing instanceof Standing.Acknowledged;
    }

    boolean hasRefused(MemberId member) {
        return server.deliveries().standing(group(member), _ -> true) instanceof Standing.Refused;
    }

    HttpResponse<String> get(String url, String... headers) {
        return send("GET", url, headers);
    }

    HttpResponse<String> send(String method, String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void await(BooleanSupplier condition, String otherwise) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(otherwise + " within " + PATIENCE);
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** A connection on which the client has named that server, and trusts the fleet's CA alone. */
    SSLSocket connected(String ip, int port, String serverName) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("fleet", authority.certificate());
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.ofLiteral(ip), port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private Path identityFolder(MemberId member, Bootstrap.Protocol protocol) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(member.name()));
        var bootstrap = new Bootstrap(
                group(member),
                "envoy-1",
                new SocketAddress(address(), 9901),
                server.address().getAddress().getHostAddress(),
                server.port(),
                protocol);
        write(folder, IdentityFolder.files(bootstrap));
        write(folder, Map.of(IdentityFolder.CA, TestAuthority.pem(authority.certificate())));
        renew(member);
        return folder;
    }

    private static void write(Path folder, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Path fresh = Files.writeString(path.resolveSibling(path.getFileName() + ".new"), file.getValue());
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static EnvoyGroup group(MemberId member) {
        return new EnvoyGroup(member, EnvoyGroup.DEFAULT_POOL);
    }

    private static Optional<EnvoyGroup> memberOf(X509Certificate certificate) {
        try {
            return certificate.getSubjectAlternativeNames().stream()
                    .map(name -> (String) name.get(1))
                    .filter(uri -> uri.startsWith(Names.identityPrefix()))
                    .map(uri -> group(
                            new MemberId(uri.substring(Names.identityPrefix().length()))))
                    .findFirst();
        } catch (CertificateParsingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        toStop.forEach(Runnable::run);
        server.close();
        addresses.close();
    }
}
