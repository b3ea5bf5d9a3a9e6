package dev.convoy.control.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.embedded.LoopbackBlock;
import dev.convoy.model.MemberId;
import dev.convoy.model.SocketAddress;
import dev.convoy.registry.member.FleetAuthority;
import dev.convoy.registry.member.HubCertificate;
import dev.convoy.registry.member.InMemoryCredentialStore;
import dev.convoy.registry.member.Issuance;
import dev.convoy.registry.member.JoinTokens;
import dev.convoy.xds.ServerKeys;
import dev.convoy.xds.XdsServer;
import dev.convoy.xds.XdsServerConfig;
import dev.convoy.xds.delivery.Standing;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.snapshot.XdsResources;
import dev.convoy.xds.translate.Bootstrap;
import dev.convoy.xds.translate.IdentityFolder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** One real Envoy that is served one story after another, and must acknowledge every resource of each. */
final class StoryEnvoy implements AutoCloseable {
    private static final MemberId MEMBER = new MemberId("storyteller");
    private static final EnvoyGroup GROUP = new EnvoyGroup(MEMBER, EnvoyGroup.DEFAULT_POOL);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LoopbackBlock block = LoopbackBlock.claim();
    private final FleetAuthority authority;
    private final Supplier<HubCertificate> hub;
    private final Snapshots snapshots = new Snapshots();
    private final XdsServer server;
    private final EnvoyProcess envoy;

    StoryEnvoy(Path folder) throws IOException {
        var credentials = new InMemoryCredentialStore();
        authority = FleetAuthority.open(credentials, Duration.ofDays(1), InstantSource.system());
        hub = authority.hubCertificates(List.of());
        server = XdsServer.start(
                XdsServerConfig.at(new InetSocketAddress(block.address(), 0)),
                this::serverKeys,
                chain -> authority.identify(chain.getFirst()).map(peer -> new EnvoyGroup(peer.member(), peer.pool())),
                snapshots);
        join(folder, new JoinTokens(credentials, authority, Duration.ofHours(1), InstantSource.system()));
        envoy = EnvoyProcess.start(folder, IdentityFolder.BOOTSTRAP);
    }

    LoopbackBlock block() {
        return block;
    }

    void mustAcknowledge(String story, XdsResources resources) {
        snapshots.publish(GROUP, resources);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Standing standing = server.deliveries().standing(GROUP, _ -> true);
        while (!(standing instanceof Standing.Acknowledged || standing instanceof Standing.Refused)
                && System.nanoTime() < deadline) {
            pause();
            standing = server.deliveries().standing(GROUP, _ -> true);
        }
        assertThat(standing)
                .as("what Envoy says to %s; its log is %s", story, envoy.log())
                .isInstanceOf(Standing.Acknowledged.class);
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private void join(Path folder, JoinTokens tokens) throws IOException {
        KeyPair keys = newKeys();
        if (!(tokens.redeem(tokens.issue(MEMBER).text(), request(keys)) instanceof Issuance.Issued issued)) {
            throw new IllegalStateException("the join was refused");
        }
        var bootstrap = new Bootstrap(
                GROUP,
                "stories",
                new SocketAddress(block.address(), LoopbackBlock.freePort("127.0.0.1")),
                server.address().getAddress().getHostAddress(),
                server.port(),
                Bootstrap.Protocol.DELTA);
        IdentityFolder.files(bootstrap).forEach((name, content) -> write(folder.resolve(name), content));
        write(folder.resolve(IdentityFolder.CERTIFICATE), issued.certificatePem());
        write(
                folder.resolve(IdentityFolder.PRIVATE_KEY),
                pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        write(folder.resolve(IdentityFolder.CA), authority.caPem());
    }

    private ServerKeys serverKeys() {
        HubCertificate current = hub.get();
        return new ServerKeys(current.key(), current.chain(), List.of(authority.caCertificate()));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String request(KeyPair keys) throws IOException {
        try {
            var builder = new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=story"), keys.getPublic());
            return pem(
                    "CERTIFICATE REQUEST",
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                            .getEncoded());
        } catch (OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(String type, byte[] content) throws IOException {
        var text = new StringWriter();
        try (var writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        }
        return text.toString();
    }

    private static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        envoy.close();
        server.close();
        authority.close();
        block.close();
    }
}
