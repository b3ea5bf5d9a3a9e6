package dev.convoy.registry.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.MemberId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
    @TempDir
    private Path folder;

    private final AccessTokens tokens = new AccessTokens(new InMemoryCredentialStore(), new MovableClock());

    private String write(AccessTokens issuer, MemberId... members) throws IOException {
        Path file = folder.resolve("home/kubeconfig");
        new Kubeconfig(file, "https://hub:8443", "PEM").write(issuer, List.of(members));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder.resolve("home"))) {
            assertThat(files).as("nothing is left behind").containsExactly(file);
        }
        return Files.readString(file);
    }

    private static String token(String kubeconfig) {
        Matcher token = Pattern.compile("token: \"(.*)\"").matcher(kubeconfig);
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    @Test
    void hasAContextForTheFleetAndOneForEachMember() throws IOException {
        String text = write(tokens, new MemberId("tokyo"), new MemberId("osaka"));
        assertThat(text).contains("current-context: fleet").contains("""
                        - name: member-osaka
                          cluster:
                            server: "https://hub:8443/members/osaka"
                            certificate-authority-data: UEVN
                        - name: member-tokyo
                        """).contains("""
                        - name: member-tokyo
                          context:
                            cluster: member-tokyo
                            user: fleet-admin
                        """);
        assertThat(tokens.authenticate(token(text))).isPresent();
    }

    @Test
    void keepsATokenThatIsStillGoodAndReplacesOneThatIsNot() throws IOException {
        String first = token(write(tokens));
        assertThat(token(write(tokens, new MemberId("tokyo")))).isEqualTo(first);
        assertThat(tokens.list()).hasSize(1);
        tokens.revoke(tokens.list().getFirst().id());
        assertThat(token(write(tokens))).isNotEqualTo(first);
    }
}
