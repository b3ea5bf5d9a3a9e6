package dev.convoy.xds.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever is published, refused, delayed, cut and restarted, in whatever order: no client is ever led astray on the way (see
 * {@link ModelEnvoy}) nor given what only others refused (see {@link Answers}), and in the end each has what is published.
 */
class StreamPropertiesTest {
    @Property(tries = 1_000)
    void deltaConverges(
            @ForAll @Size(max = 150) List<@IntRange(max = 99_999) Integer> script,
            @ForAll boolean neighbourDelta,
            @ForAll long seed) {
        run(script, true, neighbourDelta, seed);
    }

    @Property(tries = 1_000)
    void stateOfTheWorldConverges(
            @ForAll @Size(max = 150) List<@IntRange(max = 99_999) Integer> script,
            @ForAll boolean neighbourDelta,
            @ForAll long seed) {
        run(script, false, neighbourDelta, seed);
    }

    /** @param seed of what the Envoys choose themselves */
    private static void run(List<Integer> script, boolean delta, boolean neighbourDelta, long seed) {
        var group = new Group(delta, neighbourDelta, new Random(seed));
        script.forEach(group::step);
        group.settle();
        group.assertEachHasWhatItMay();

        group.publish(World.good(new Random(script.hashCode())));
        group.settle();
        group.assertAllHaveWhatIsPublished();

        group.reconnect();
        group.settle();
        group.assertAllHaveWhatIsPublished();
        group.reconnect();
        int told = group.settle();
        if (group.mayAllHaveAll()) {
            assertThat(told).as("a reconnect is told nothing that is known").isZero();
        }
    }
}
