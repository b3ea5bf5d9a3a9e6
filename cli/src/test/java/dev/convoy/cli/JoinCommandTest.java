package dev.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.MemberId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class JoinCommandTest {
    @TempDir
    private Path home;

    private Path folder = Path.of("");
    private final FakeHub hub = newHub(null);

    private record Run(int exit, String out, String err) {}

    private static FakeHub newHub(@Nullable PrivateKey shownKey, X509Certificate... shown) {
        try {
            return new FakeHub(shownKey, shown);
        } catch (IOException | GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @BeforeEach
    void chooseFolder() {
        folder = home.resolve("tokyo");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private Run join(String... more) {
        return joinAt(hub.url(), more);
    }

    private Run joinAt(String url, String... more) {
        List<String> arguments = new ArrayList<>(List.of("join", "--hub", url, "--dir", folder.toString()));
        arguments.addAll(Arrays.asList(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Convoy.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
        int exit = command.execute(arguments.toArray(new String[0]));
        return new Run(exit, out.toString(), err.toString());
    }

    private X509Certificate certificate() throws IOException, GeneralSecurityException {
        return Pem.certificate(Files.readString(folder.resolve("tls.crt")));
    }

    @Test
    void aTokenBecomesAFolderThatAnEnvoyStartsFrom() throws IOException, GeneralSecurityException {
        Run run = join("--token", hub.token("tokyo"), "--admin-port", "9911");
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .startsWith("Joined the fleet as member tokyo; it is good until ")
                .contains("  tls.key\n", "  envoy.yaml\n", "  sds/identity.json\n")
                .contains("cd " + folder + " && envoy -c envoy.yaml");
        assertThat(hub.authority.identify(certificate()))
                .map(peer -> peer.member())
                .hasValue(new MemberId("tokyo"));
        assertThat(folder.resolve("ca.crt")).hasContent(hub.authority.caPem());
        assertThat(folder.resolve("sds/identity.json")).hasContent("{}");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("tls.key").toRealPath())))
                .isEqualTo("rw-------");
        assertThat(hub.asked.getFirst().path("adminPort").asInt()).isEqualTo(9911);
    }

    @Test
    void theKeyStaysHere() throws IOException {
        Run run = join("--token", hub.token("tokyo"));
        String key = Files.readString(folder.resolve("tls.key"));
        assertThat(hub.asked.toString() + run.out() + run.err())
                .doesNotContain(key.lines().skip(1).findFirst().orElseThrow())
                .doesNotContain("PRIVATE KEY");
    }

    @Test
    void withoutATokenTheCertificateIsRenewedAndThePairChangesAtOnce() throws IOException, GeneralSecurityException {
        join("--token", hub.token("tokyo"));
        X509Certificate before = certificate();
        String keyBefore = Files.readString(folder.resolve("tls.key"));
        Run run = join();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("Renewed the certificate of member tokyo; it is good until ");
        assertThat(certificate().getSerialNumber()).isNotEqualTo(before.getSerialNumber());
        assertThat(hub.authority.identify(certificate())).isPresent();
        assertThat(Files.readString(folder.resolve("tls.key"))).isNotEqualTo(keyBefore);
        assertThat(Files.readSymbolicLink(folder.resolve("tls.crt"))).isEqualTo(Path.of("..data/tls.crt"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("..version-")))
                    .as("the old key is gone")
                    .hasSize(1);
        }
    }

    @Test
    void aRevokedCertificateCannotRenewAndTheFolderStaysAsItWas() throws IOException, GeneralSecurityException {
        join("--token", hub.token("tokyo"));
        X509Certificate before = certificate();
        hub.authority.revoke(new MemberId("tokyo"));
        Run run = join();
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("cannot renew").contains("join token");
        assertThat(certificate()).isEqualTo(before);
    }

    @Test
    void aTokenThatIsRefusedSaysWhyAndWritesNothing() {
        String token = hub.token("tokyo");
        join("--token", token);
        folder = home.resolve("elsewhere");
        Run run = join("--token", token);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).startsWith("The join token was used before").doesNotContain(token);
        assertThat(folder).doesNotExist();
    }

    @Test
    void anImpostorIsSentNothing() {
        String token = hub.token("tokyo");
        try (FakeHub impostor = newHub(null)) {
            Run run = joinAt(impostor.url(), "--token", token);
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err())
                    .contains(
                            "is not the hub of this fleet", "Nothing was sent to it", impostor.authority.fingerprint());
            assertThat(impostor.asked).isEmpty();
        }
        assertThat(folder).doesNotExist();
    }

    /** A member has a server certificate of the same CA. */
    @Test
    void anotherMemberCannotPoseAsTheHub() throws IOException, GeneralSecurityException {
        join("--token", hub.token("osaka"));
        PrivateKey key = Pem.ecKey(Files.readString(folder.resolve("tls.key")));
        X509Certificate osaka = certificate();
        folder = home.resolve("tokyo-2");
        String token = hub.token("tokyo");
        try (FakeHub impostor = newHub(key, osaka, hub.authority.caCertificate())) {
            Run run = joinAt(impostor.url(), "--token", token);
            assertThat(run.err()).contains("a certificate of the fleet that is not the hub's");
            assertThat(impostor.asked).isEmpty();
        }
    }

    @Test
    void aFileOutsideOfTheFolderIsNotWritten() {
        for (String name : List.of("../evil", "/tmp/evil", "sds/../../evil", ".")) {
            hub.moreFiles = Map.of(name, "evil");
            Run run = join("--token", hub.token("tokyo"));
            assertThat(run.exit()).as(name).isEqualTo(1);
            assertThat(run.err()).contains("outside of the directory");
        }
        assertThat(home.resolve("evil")).doesNotExist();
        assertThat(folder).doesNotExist();
    }

    @Test
    void whatIsNotUnderstoodIsSaidInASentence() throws IOException {
        assertThat(join("--token", "nonsense").err()).startsWith("That is not a join token");
        assertThat(join().err()).startsWith("There is no identity in " + folder + " to renew.");
        assertThat(joinAt("http://127.0.0.1", "--token", hub.token("tokyo")).err())
                .contains("write https://host:port");
        assertThat(joinAt("https://127.0.0.1:1", "--token", hub.token("tokyo")).err())
                .startsWith("Nothing answers at https://127.0.0.1:1/join.");
        assertThat(join("--token-file", home.resolve("none").toString()).err()).contains("cannot be read");
        assertThat(join("--token", "a", "--admin-port", "0").err()).contains("is no port");
    }

    @Test
    void aFolderThatCannotBeWrittenDoesNotCostTheToken() throws IOException {
        String token = hub.token("tokyo");
        folder = Files.createFile(home.resolve("file")).resolve("tokyo");
        Run run = join("--token", token);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("Nothing can be written to " + folder, "The hub was not asked.");
        folder = home.resolve("tokyo");
        assertThat(join("--token", token).exit()).isZero();
    }

    @Test
    void whatAnswersButIsNoHubIsSaidToBeNone() throws IOException, InterruptedException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread hangUp = Thread.ofVirtual().start(() -> {
                try {
                    silent.accept().close();
                } catch (IOException closed) {
                    throw new UncheckedIOException(closed);
                }
            });
            assertThat(joinAt("https://127.0.0.1:" + silent.getLocalPort(), "--token", hub.token("tokyo"))
                            .err())
                    .containsAnyOf("No safe connection", "broke")
                    .doesNotContain("Exception");
            assertThat(hangUp.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void aTokenMayComeFromAFile() throws IOException {
        Path file = Files.writeString(home.resolve("token"), hub.token("tokyo") + "\n");
        assertThat(join("--token-file", file.toString()).exit()).isZero();
    }
}
