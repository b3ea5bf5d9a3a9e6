package dev.convoy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.embedded.LoopbackBlock;
import dev.convoy.embedded.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code make demo} shows, with the same figures where they are the promise. */
class MainJobIT {
    private static final MainJob.Size SIZE = new MainJob.Size(1_000, 5_000, 100, Duration.ofSeconds(3));

    @TempDir
    Path state;

    @ParameterizedTest
    @EnumSource
    void requestsGoWhereTheFleetSaysAlsoWhenOsakaIsLost(Protocol protocol) {
        try (LoopbackBlock block = LoopbackBlock.claim();
                TestDatabase database = TestDatabase.create();
                Fleet fleet =
                        Fleet.start(Topology.in(block), state, database.url(), protocol, Fleet.Progress.silent())) {
            MainJob job = new MainJob(fleet, SIZE);

            assertThat(job.headerRoute()).allMatch(Promise::kept);
            assertThat(List.of(job.split())).allMatch(Promise::kept);
            assertThat(job.lossOfOsaka()).allMatch(Promise::kept);
            job.recovery();
        }
    }
}
