package dev.convoy.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code convoy join}: a key made here, a certificate for it from the hub, and the folder that an Envoy starts from. */
@Command(
        name = "join",
        description = {
            "Joins this cluster's gateway to a fleet, or renews its certificate.",
            "",
            "With a token: exchanges it for a certificate. Without: renews with the certificate in the directory."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class JoinCommand implements Callable<Integer> {
    private static final int HIGHEST_PORT = 65_535;

    @Option(
            names = "--hub",
            required = true,
            paramLabel = "URL",
            description = "The hub's API, for example https://hub.example.com:8443.")
    private URI hub;

    @Option(
            names = {"--dir", "--directory"},
            required = true,
            paramLabel = "DIR",
            description = "The folder for the identity; it is made where it is missing.")
    private Path directory;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The one-time join token. Other users of this machine may see it in the list of processes;"
                    + " --token-file avoids that.")
    private @Nullable String token;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file that holds the join token; - is the standard input.")
    private @Nullable String tokenFile;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            description = "The port on 127.0.0.1 for Envoy's own admin page; the hub's choice where it is not given.")
    private @Nullable Integer adminPort;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (adminPort != null && (adminPort < 1 || adminPort > HIGHEST_PORT)) {
            throw new CannotJoin("--admin-port " + adminPort + " is no port: name one from 1 to " + HIGHEST_PORT + ".");
        }
        IdentityFolder folder = new IdentityFolder(directory);
        folder.requireWritable();
        String given = givenToken();
        Hub at = given == null ? Hub.ofMember(hub, folder.current()) : Hub.ofNewcomer(hub, JoinToken.parse(given));
        KeyRequest request = KeyRequest.create();
        Membership membership = at.join(request.csrPem(), adminPort);
        membership.require(request.publicKey(), at.caCertificate());
        tell(membership, written(folder, membership, request.privateKeyPem(), at.caPem()), given == null);
        return 0;
    }

    private static List<Path> written(IdentityFolder folder, Membership membership, String key, String caPem) {
        try {
            return folder.write(membership, key, caPem);
        } catch (IOException failure) {
            throw new CannotJoin("The certificate was issued but could not be written: " + failure
                    + ". Mend that, then join again; a join token that was spent needs to be replaced by a new one.");
        }
    }

    private @Nullable String givenToken() throws IOException {
        if (token != null && tokenFile != null) {
            throw new CannotJoin("Give the token by --token or by --token-file, not by both.");
        }
        if (tokenFile == null) {
            return token;
        }
        if (tokenFile.equals("-")) {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
        Path file = Path.of(tokenFile);
        if (!Files.isReadable(file)) {
            throw new CannotJoin("The token file " + file + " cannot be read.");
        }
        return Files.readString(file).strip();
    }

    private void tell(Membership membership, List<Path> written, boolean renewed) {
        PrintWriter out = spec.commandLine().getOut();
        out.println((renewed ? "Renewed the certificate of member " : "Joined the fleet as member ")
                + membership.member() + "; it is good until " + membership.expires() + ".");
        out.println("Wrote to " + directory + ":");
        written.forEach(file -> out.println("  " + file));
        if (renewed) {
            out.println("A running Envoy takes it up by itself.");
        } else {
            out.println("Start the gateway with:");
            out.println("  cd " + directory.toAbsolutePath() + " && envoy -c envoy.yaml");
            out.println("Renew before the certificate ends with:");
            out.println("  convoy join --hub " + hub + " --dir " + directory.toAbsolutePath());
        }
        out.flush();
    }
}
