package dev.convoy.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.convoy.embedded.Checkout;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** How a registered member gets its identity: the admin asks for a join token, the member's operator runs {@code convoy join}. */
final class Joining {
    private Joining() {}

    static void join(Api admin, String hub, String member, Path identity, Path log) {
        String token = admin.post(
                        "/apis/fleet.convoy.dev/v1alpha1/memberships/" + member + "/jointoken",
                        JsonNodeFactory.instance.objectNode())
                .orFail()
                .at("/status/joinToken")
                .asText();
        Path convoy = Checkout.root().resolve("deploy/bin/convoy");
        ProcessBuilder join = new ProcessBuilder(
                        convoy.toString(),
                        "join",
                        "--hub",
                        hub,
                        "--token-file",
                        "-",
                        "--directory",
                        identity.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            Process joining = join.start();
            try (Writer input = joining.outputWriter(StandardCharsets.UTF_8)) {
                input.write(token);
            }
            if (joining.onExit().join().exitValue() != 0) {
                throw DemoFailure.seeLog("The member " + member + " could not join.", log);
            }
        } catch (IOException e) {
            throw new DemoFailure(convoy + " could not be run", e);
        }
    }
}
