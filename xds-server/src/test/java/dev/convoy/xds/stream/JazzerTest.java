package dev.convoy.xds.stream;

import static org.assertj.core.api.Assertions.fail;

import dev.convoy.embedded.Checkout;
import dev.convoy.embedded.Leash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Jazzer looks for input on which the targets of the fuzz tests fail: ten seconds for each, or as many as {@code -Dconvoy.soak=600} says.
 * What it learns stays in {@code build/fuzz}, so that the next run begins where this one ended.
 */
class JazzerTest {
    private static final int SECONDS = Integer.getInteger("convoy.soak", 10);

    /** For one input. */
    private static final int MOST_SECONDS = 60;

    private static final int LONGEST = 1_024;
    private static final Duration PATIENCE = Duration.ofSeconds(SECONDS + 5 * MOST_SECONDS);
    private static final Pattern DONE = Pattern.compile("Done (\\d+ runs in \\d+) second");
    private static final Pattern FOUND = Pattern.compile("Test unit written to (\\S+)");

    @Test
    void findsNoBytesThatAreNotTakenNorRefused() throws Exception {
        fuzz(RequestBytesFuzzTest.class, RequestBytesFuzzTest.seeds().toList());
    }

    @Test
    void findsNoConversationThatEndsBadly() throws Exception {
        fuzz(ConversationFuzzTest.class, List.of());
    }

    private static void fuzz(Class<?> target, List<byte[]> seeds) throws Exception {
        Path folder = Checkout.root().resolve("build/fuzz").resolve(target.getSimpleName());
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        write(seeds, corpus, "seed-");
        write(List.of(noise()), corpus, "noise-");
        write(Found.by(target), corpus, "found-");
        Path log = folder.resolve("log");
        Process jazzer = Leash.start(jazzer(target)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile()));
        boolean ended = jazzer.waitFor(PATIENCE);
        if (!ended) {
            jazzer.destroyForcibly();
        }
        String said = Files.readString(log);
        Matcher found = FOUND.matcher(said);
        if (found.find()) {
            Path input = folder.resolve(found.group(1)).normalize();
            fail(
                    "%s fails on %s, in Base64 %s%n%s",
                    target, input, Base64.getEncoder().encodeToString(Files.readAllBytes(input)), why(said));
        }
        Matcher done = DONE.matcher(said);
        if (!ended || jazzer.exitValue() != 0 || !done.find()) {
            fail("Jazzer did not come to an end, see %s:%n%s", log, said.substring(Math.max(0, said.length() - 2_000)));
        }
        System.out.println(target.getSimpleName() + ": " + done.group(1) + " s, nothing found");
    }

    /** Jazzer hardly makes longer inputs than those that it is given. */
    private static byte[] noise() {
        byte[] noise = new byte[LONGEST];
        new Random(1).nextBytes(noise);
        return noise;
    }

    private static void write(List<byte[]> inputs, Path corpus, String prefix) throws IOException {
        for (int i = 0; i < inputs.size(); i++) {
            Files.write(corpus.resolve(prefix + i), inputs.get(i));
        }
    }

    private static ProcessBuilder jazzer(Class<?> target) {
        return new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=dev.convoy.**",
                "--custom_hook_includes=dev.convoy.**", // all else would take most of the ten seconds
                "-max_total_time=" + SECONDS,
                "-timeout=" + MOST_SECONDS,
                "-max_len=" + LONGEST,
                "corpus");
    }

    /** What was thrown, and where. */
    private static String why(String said) {
        return said.lines()
                .dropWhile(line -> !line.startsWith("== ") && !line.startsWith("ERROR"))
                .limit(30)
                .collect(Collectors.joining("\n"));
    }
}
