package dev.convoy.xds.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardTest {
    @Test
    void fewHostsAreOneShard() {
        assertThat(Shard.divide(new int[512], 12_000)).containsExactly(new Shard(0, 511));
        assertThat(Shard.divide(new int[] {50_000}, 12_000)).containsExactly(new Shard(0, 0));
    }

    @Test
    void halvesAreDividedUntilTheyAreSmall() {
        assertThat(Shard.divide(new int[] {1, 1, 0, 0, 3, 3, 1, 1}, 4))
                .extracting(Shard::toString)
                .containsExactly("0-3", "4-4", "5-5", "6-7");
    }

    @Test
    void everyBucketIsInOneShardAndNoneIsLargerThanItMustBe() {
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            int[] bytes =
                    IntStream.generate(() -> random.nextInt(2_000)).limit(512).toArray();
            List<Shard> shards = Shard.divide(bytes, 12_000);

            assertThat(shards.stream().flatMapToInt(shard -> IntStream.rangeClosed(shard.from(), shard.to())))
                    .containsExactly(IntStream.range(0, 512).boxed().toArray(Integer[]::new));
            assertThat(shards)
                    .allSatisfy(shard -> assertThat(Arrays.stream(bytes, shard.from(), shard.to() + 1)
                                    .sum())
                            .isLessThanOrEqualTo(12_000));
        }
    }
}
