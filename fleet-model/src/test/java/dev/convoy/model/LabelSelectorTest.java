package dev.convoy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
    private static final Map<String, String> LABELS = Map.of("env", "prod", "example.com/tier", "web", "empty", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                 | true",
                "env=prod                           | true",
                "env == prod                        | true",
                "env=test                           | false",
                "env!=test                          | true",
                "other!=test                        | true",
                "env in (test, prod)                | true",
                "env notin (test,prod)              | false",
                "other notin (a)                    | true",
                "example.com/tier                   | true",
                "!example.com/tier                  | false",
                "!other                             | true",
                "empty=                             | true",
                "env in (test,prod),example.com/tier=web,!other | true",
                "env=prod,other                     | false",
            })
    void selectsAsKubectlDoes(String selector, boolean selected) {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(selected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a > b", "a in b", "a in (b", "=a", ",", "a,", "a b", "a=(b)", "!", "in (a)"})
    void whatIsNoSelectorSaysHowToWriteOne(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelSelector.parse(text))
                .withMessageContaining("is not a label selector; write key=value");
    }
}
