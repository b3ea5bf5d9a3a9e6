package dev.convoy.control.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostnamesTest {
    @Test
    void aWildcardCoversAnyNumberOfLabelsButNeverNone() {
        assertThat(Hostnames.covers("*.example.com", "a.example.com")).isTrue();
        assertThat(Hostnames.covers("*.example.com", "a.b.example.com")).isTrue();
        assertThat(Hostnames.covers("*.example.com", "example.com")).isFalse();
        assertThat(Hostnames.covers("*.example.com", "badexample.com")).isFalse();
    }

    @Test
    void twoWildcardsShareTheNarrowerOne() {
        assertThat(Hostnames.intersection("*.com", "*.example.com")).contains("*.example.com");
        assertThat(Hostnames.intersection("*.example.com", "*.example.org")).isEmpty();
    }

    @Test
    void everyHostSharesWhateverTheOtherSays() {
        assertThat(Hostnames.intersection("*", "foo.com")).contains("foo.com");
        assertThat(Hostnames.intersection("*", "*")).contains("*");
    }

    @Test
    void theMostSpecificPatternIsTheNearest() {
        List<String> patterns = List.of("*", "*.com", "*.example.com", "a.example.com");
        assertThat(Hostnames.nearest(patterns, "a.example.com")).contains("a.example.com");
        assertThat(Hostnames.nearest(patterns, "b.a.example.com")).contains("*.example.com");
        assertThat(Hostnames.nearest(patterns, "foo.org")).contains("*");
    }

    @Test
    void whatIsNoNameIsNotSound() {
        assertThat(List.of("foo..com", "-foo.com", "foo.com\r\nx", "*.*.com", "foo_bar.com", "a".repeat(64) + ".com"))
                .noneMatch(Hostnames::isSound);
        assertThat(List.of("foo.com", "*.foo.com", "*", "localhost")).allMatch(Hostnames::isSound);
    }
}
