package dev.convoy.xds.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private final Buckets buckets = Buckets.of("fleet/store/web/80/*", "");

    @Test
    void hostsThatDifferInANumberAreSpreadEvenly() {
        for (String pattern : new String[] {"svc-%05d.example.com", "%d.a", "api.tenant%d.example.com", "x.test%d"}) {
            int[] hosts = new int[512];
            IntStream.range(0, 10_000).forEach(i -> hosts[buckets.of(pattern.formatted(i))]++);

            assertThat(Arrays.stream(hosts).max().orElseThrow()).as(pattern).isLessThan(50);
        }
    }

    @Test
    void upperCaseIsTheSameHost() {
        assertThat(buckets.of("Foo.COM")).isEqualTo(buckets.of("foo.com"));
    }

    @Test
    void aChainForOneServerNameHasOneBucket() {
        assertThat(Buckets.of("c", "foo.com").count()).isEqualTo(1);
        assertThat(Buckets.of("c", "*.foo.com").count()).isEqualTo(512);
        assertThat(Buckets.of("c", "foo.com").of("foo.com")).isZero();
    }

    @Test
    void noNameBecomesCode() {
        assertThatThrownBy(() -> Buckets.of("x\" .. os.exit() .. \"", "")).isInstanceOf(IllegalStateException.class);
    }
}
