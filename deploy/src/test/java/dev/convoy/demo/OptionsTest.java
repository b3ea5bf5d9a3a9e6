package dev.convoy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void everyOptionMayBeGivenTogether() {
        assertThat(Options.parse("--once", "--sotw", "--port-base=20000", "--keep"))
                .isEqualTo(new Options(true, true, Protocol.SOTW, 20_000));
    }

    @Test
    void anUnknownOptionIsAnsweredWithThoseThereAre() {
        assertThatThrownBy(() -> Options.parse("--twice"))
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("--twice means nothing")
                .hasMessageContaining("--once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "65000", "many", ""})
    void portsThatNeedRootOrDoNotExistAreRefused(String port) {
        assertThatThrownBy(() -> Options.parse("--port-base=" + port)).isInstanceOf(DemoFailure.class);
    }

    @Test
    void thePortsThatAreSuggestedCanBeAskedFor() {
        assertThat(Options.otherThan(18_080)).isEqualTo(28_080);
        assertThat(Options.otherThan(60_000)).isEqualTo(50_000);
    }
}
