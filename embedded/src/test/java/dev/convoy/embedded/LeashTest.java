package dev.convoy.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeashTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void thePidIsTheProgramsOwn() throws Exception {
        Process leashed = Leash.start(new ProcessBuilder("sh", "-c", "echo $$"));

        assertThat(output(leashed)).isEqualTo(Long.toString(leashed.pid()));
        assertThat(leashed.waitFor()).isZero();
    }

    @Test
    void theProgramHasAnEmptyStandardInput() throws Exception {
        Process leashed = Leash.start(new ProcessBuilder("sh", "-c", "cat; exit 7"));

        assertThat(leashed.waitFor(SOON)).isTrue();
        assertThat(leashed.exitValue()).isEqualTo(7);
    }

    @Test
    void aProgramThatEndsByItselfLeavesNoWatcherBehind(@TempDir Path folder) throws Exception {
        Path end = folder.resolve("end");
        Process leashed =
                Leash.start(new ProcessBuilder("sh", "-c", "until [ -e \"$0\" ]; do sleep 0.05; done", end.toString()));
        List<ProcessHandle> watchers = leashed.descendants().toList();
        while (watchers.isEmpty() && leashed.isAlive()) {
            watchers = leashed.descendants().toList();
        }
        Files.createFile(end);
        leashed.waitFor();

        assertThat(watchers).isNotEmpty().allSatisfy(LeashTest::endsSoon);
    }

    @Test
    void whatIsLeashedEndsWithItsHolderAlsoByKill9() throws Exception {
        Process holder = holder();
        List<ProcessHandle> leashed;
        try (BufferedReader printed = holder.inputReader(StandardCharsets.UTF_8)) {
            leashed = List.of(process(printed.readLine()), process(printed.readLine()));
        }
        assertThat(leashed).allMatch(ProcessHandle::isAlive);

        holder.destroyForcibly();

        assertThat(leashed).allSatisfy(LeashTest::endsSoon);
    }

    /** Leashes a program that it starts and one that it was not asked to start, and prints their pids. */
    public static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            Process started = Leash.start(new ProcessBuilder("sleep", "60"));
            Process tied = new ProcessBuilder("sleep", "60").start();
            Leash.tie(tied.toHandle());
            System.out.println(started.pid() + "\n" + tied.pid());
            Thread.sleep(SOON.multipliedBy(6));
        }
    }

    private static Process holder() throws Exception {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static ProcessHandle process(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static void endsSoon(ProcessHandle process) throws Exception {
        process.onExit().get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static String output(Process process) throws Exception {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
