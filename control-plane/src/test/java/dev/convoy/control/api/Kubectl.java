package dev.convoy.control.api;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The real kubectl: {@code KUBECTL_BIN}, or the one on the PATH. One context for the fleet, one for the member {@code tokyo}. */
final class Kubectl {
    private final Path binary;
    private final Path folder;
    private final Path kubeconfig;

    private Kubectl(Path binary, Path folder, Path kubeconfig) {
        this.binary = binary;
        this.folder = folder;
        this.kubeconfig = kubeconfig;
    }

    static Kubectl of(ServedApi api, Path folder) throws IOException {
        Path binary = find().orElseThrow(() ->
                new IllegalStateException("This test needs kubectl: set KUBECTL_BIN, or put it on the PATH."));
        System.out.println("kubectl: " + binary);
        Path authority = Files.writeString(folder.resolve("ca.crt"), api.certificate.certificate());
        String config = """
                apiVersion: v1
                kind: Config
                current-context: fleet
                clusters:
                - {name: fleet, cluster: {server: "%1$s", certificate-authority: "%2$s"}}
                - {name: tokyo, cluster: {server: "%1$s/members/tokyo", certificate-authority: "%2$s"}}
                users:
                - {name: admin, user: {token: admin}}
                contexts:
                - {name: fleet, context: {cluster: fleet, user: admin}}
                - {name: tokyo, context: {cluster: tokyo, user: admin}}
                """.formatted(api.url(), authority);
        return new Kubectl(binary, folder, Files.writeString(folder.resolve("kubeconfig"), config));
    }

    private static Optional<Path> find() {
        String given = System.getenv("KUBECTL_BIN");
        if (given != null) {
            return Optional.of(Path.of(given));
        }
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What it prints, errors and all. */
    String run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("kubectl " + String.join(" ", arguments) + " does not end; it said: " + said);
        }
        return said;
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("EDITOR", "sed -i s/convoy-mc/gke-td/");
        return builder.start();
    }
}
