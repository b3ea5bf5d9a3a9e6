package dev.convoy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroundTest {
    @TempDir
    Path build;

    @Test
    void aSecondDemoIsToldWhichOneRuns() throws Exception {
        try (Ground _ = Ground.take(build, Options.parse())) {
            assertThatThrownBy(() -> Ground.take(build, Options.parse()))
                    .isInstanceOf(DemoFailure.class)
                    .hasMessageContaining("A demo is running already (process "
                            + ProcessHandle.current().pid() + ")");
        }
        Ground.take(build, Options.parse()).close();
    }

    @Test
    void demosOnOtherPortsDoNotDisturbEachOther() throws Exception {
        try (Ground one = Ground.take(build, Options.parse());
                Ground other = Ground.take(build, Options.parse("--port-base=30000"))) {
            assertThat(one.state()).isNotEqualTo(other.state());
        }
    }

    @Test
    void theStateIsFreshUnlessItIsToBeKept() throws Exception {
        Path left = build.resolve("demo/hub/file");
        Files.createDirectories(left.getParent());
        Files.writeString(left, "left");

        Ground.take(build, Options.parse("--keep")).close();
        assertThat(left).exists();

        Ground.take(build, Options.parse()).close();
        assertThat(left).doesNotExist();
    }
}
