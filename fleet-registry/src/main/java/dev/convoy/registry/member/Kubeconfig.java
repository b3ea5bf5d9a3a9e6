package dev.convoy.registry.member;

import dev.convoy.model.MemberId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fleet admin's kubeconfig: a context {@code fleet}, and one for each member's own tree. Readable by its owner only, and replaced as a
 * whole.
 */
public final class Kubeconfig {
    private static final Pattern TOKEN = Pattern.compile("^    token: \"([^\"]+)\"$", Pattern.MULTILINE);

    private final Path file;
    private final String server;
    private final String caPem;

    /** @param server the API as its clients reach it, for example {@code https://localhost:8443} */
    public Kubeconfig(Path file, String server, String caPem) {
        this.file = file.toAbsolutePath();
        this.server = server;
        this.caPem = caPem;
    }

    /** Writes the file. A token in it that is still good is kept, so that restarts do not pile them up. */
    public void write(AccessTokens tokens, Collection<MemberId> members) throws IOException {
        Optional<String> kept =
                token().filter(token -> tokens.authenticate(token).isPresent());
        String token = kept.isPresent()
                ? kept.get()
                : tokens.issue("kubeconfig", Role.FLEET_ADMIN, null).text();
        replace(text(token, members));
    }

    private Optional<String> token() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Matcher line = TOKEN.matcher(Files.readString(file));
        return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    }

    private String text(String token, Collection<MemberId> members) {
        StringBuilder clusters = new StringBuilder();
        StringBuilder contexts = new StringBuilder();
        String ca = Base64.getEncoder().encodeToString(caPem.getBytes(StandardCharsets.US_ASCII));
        add(clusters, contexts, "fleet", server, ca);
        members.stream()
                .sorted()
                .forEach(member -> add(clusters, contexts, "member-" + member, server + "/members/" + member, ca));
        return """
                apiVersion: v1
                kind: Config
                current-context: fleet
                users:
                - name: fleet-admin
                  user:
                    token: "%s"
                clusters:
                %scontexts:
                %s""".formatted(token, clusters, contexts);
    }

    private static void add(StringBuilder clusters, StringBuilder contexts, String name, String url, String ca) {
        clusters.append("""
                - name: %s
                  cluster:
                    server: "%s"
                    certificate-authority-data: %s
                """.formatted(name, url, ca));
        contexts.append("""
                - name: %s
                  context:
                    cluster: %s
                    user: fleet-admin
                """.formatted(name, name));
    }

    private void replace(String text) throws IOException {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException(file + " is a folder; name a file for the kubeconfig");
        }
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(
                folder,
                ".kubeconfig",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
