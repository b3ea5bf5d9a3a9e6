package dev.convoy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RegexCostTest {
    @Test
    void whatPeopleWriteCostsLittle() {
        assertThat(List.of(
                        "",
                        "/items/[0-9]+",
                        "[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}",
                        "(v[0-9]{1,3})(\\.[0-9]{1,3}){2}",
                        "\\x{2028}|[]{}]{3}|[^]a]+|[[:alpha:]]{2,}",
                        "a{,5}{x}"))
                .allMatch(RegexCostTest::mayBeHeld);
    }

    @Test
    void nestedCountsMultiply() {
        assertThat(mayBeHeld("((((((a{10}){10}){10}){10}){10}){10}){10}")).isFalse();
        assertThat(mayBeHeld("(a{100}){100}")).isFalse();
        assertThat(mayBeHeld("(?:(x){2,1000}){1000}")).isFalse();
    }

    @Test
    void manyCountsInARowAddUp() {
        assertThat(mayBeHeld("a{1000}".repeat(30))).isFalse();
        assertThat(mayBeHeld("\\pL{1000}")).isFalse();
        assertThat(mayBeHeld("[\\p{Greek}a]{1000}")).isFalse();
        assertThat(mayBeHeld("(((".repeat(10) + "a{1000}".repeat(30))).isFalse();
    }

    private static boolean mayBeHeld(String regex) {
        return RegexCost.of(regex) <= RegexCost.MOST_OF_ONE;
    }
}
