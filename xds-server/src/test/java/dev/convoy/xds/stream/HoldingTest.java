package dev.convoy.xds.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.snapshot.Resource;
import org.junit.jupiter.api.Test;

class HoldingTest {
    private final Resource resource = Resource.emptyAssignment("a");
    private final Holding had = new Holding.Has(resource);

    @Test
    void whatIsReplacedIsThereInOneVersionOrTheOther() {
        assertThat(had.afterRefusal(resource).isSomething()).isTrue();
        assertThat(had.afterRefusal(resource).afterRefusal(resource).isSomething())
                .isTrue();
    }

    @Test
    void whatMayHaveGoneIsNotThereForSureBecauseItWasSentAgainInVain() {
        Holding mayBeGone = had.afterRefusal(null).afterRefusal(resource);
        assertThat(mayBeGone.isSomething()).isFalse();
        assertThat(mayBeGone.isUnused()).isFalse();
        assertThat(mayBeGone.afterRefusal(resource)).isEqualTo(mayBeGone);
        assertThat(mayBeGone.afterRefusal(null).afterRefusal(resource)).isEqualTo(mayBeGone);
    }
}
