package dev.convoy.registry.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each row: a spec, and the sentence that its author reads. */
class UnreadableTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {rules: [{backendRefs: [{name: 'a', weight: 2147483648}]}]}   | spec.rules[0].backendRefs[0].weight: 2147483648 is not in 0..1000000
            {rules: [{backendRefs: [{name: 'a', weight: -1}]}]}           | spec.rules[0].backendRefs[0].weight: -1 is not in 0..1000000
            {rules: [{backendRefs: [{name: 'a', weight: 1.5}]}]}          | spec.rules[0].backendRefs[0].weight: must be a whole number
            {rules: [{backendRefs: [{name: 'a', port: '80'}]}]}           | spec.rules[0].backendRefs[0].port: must be a whole number
            {rules: [{backendRefs: [{port: 80}]}]}                        | spec.rules[0].backendRefs[0].name: is required
            {rules: [{matches: [{path: {type: 'Glob'}}]}]}                | spec.rules[0].matches[0].path.type: "Glob" is not one of Exact, PathPrefix, RegularExpression
            {rules: [{matches: [{path: {value: 'shop'}}]}]}               | spec.rules[0].matches[0].path.value: "shop" must begin with /
            {rules: [{matches: [{headers: [{name: 'a b', value: 'c'}]}]}]}| spec.rules[0].matches[0].headers[0].name: "a b" is not a header name
            {rules: [{matches: [{headers: [{name: 'a'}]}]}]}              | spec.rules[0].matches[0].headers[0].value: is required
            {rules: [{matches: [{method: 'GET /'}]}]}                     | spec.rules[0].matches[0].method: "GET /" is not an HTTP method
            {rules: [{timeouts: {request: '1.5s'}}]}                      | spec.rules[0].timeouts.request: "1.5s" is not a duration: write up to four whole numbers with h, m, s or ms, for example 1m30s
            {rules: [{filters: [{type: 'URLRewrite'}]}]}                  | spec.rules[0].filters[0].urlRewrite: is required by the filter's type
            {rules: [{filters: [{type: 'RequestRedirect', requestRedirect: {statusCode: 304}}]}]} | spec.rules[0].filters[0].requestRedirect.statusCode: 304 is not one of 301, 302, 303, 307, 308
            {rules: [{filters: [{type: 'RequestRedirect', requestRedirect: {scheme: 'ftp'}}]}]}   | spec.rules[0].filters[0].requestRedirect.scheme: "ftp" is not one of http, https
            {rules: {}}                                                   | spec.rules: must be a list
            {rules: ['all']}                                              | spec.rules[0]: must be an object
            {hostnames: ['a..b']}                                         | spec.hostnames[0]: "a..b" is not a host name
            """)
    void aRouteNamesTheFieldAndWhatIsWrongWithIt(String spec, String reason) {
        assertThat(Stored.reason(Kind.HTTP_ROUTE, "{spec: " + spec + "}")).isEqualTo(reason);
    }

    @Test
    void aLineBreakInAHeaderValueGoesNoFurther() {
        String filter =
                "{type: 'ResponseHeaderModifier', responseHeaderModifier: {add: [{name: 'a', value: 'b\\r\\nset-cookie: c'}]}}";
        assertThat(Stored.reason(Kind.HTTP_ROUTE, "{spec: {rules: [{filters: [" + filter + "]}]}}"))
                .isEqualTo(
                        "spec.rules[0].filters[0].responseHeaderModifier.add[0].value: must not contain line breaks or other control characters");
    }

    @Test
    void aReasonStaysShortAndOnOneLine() {
        String host = "\\u0000".repeat(10_000);
        assertThat(Stored.reason(Kind.HTTP_ROUTE, "{spec: {hostnames: ['" + host + "']}}"))
                .hasSizeLessThan(200)
                .doesNotContainPattern("\\p{Cntrl}");
    }

    /** A member may report anything, and none of it is an exception. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void oddJsonIsNeverAnException(Kind kind) {
        List<String> odd = List.of("null", "7", "'text'", "true", "[]", "[[null]]", "{}", "[{}]", "1e400", "-0.0");
        for (String value : odd) {
            assertThat(Stored.read(kind, "{metadata: " + value + ", spec: " + value + ", data: " + value + "}"))
                    .isNotNull();
            for (String field : List.of(
                    "rules", "listeners", "ports", "from", "parentRefs", "locality", "eastWest", "controllerName")) {
                assertThat(Stored.read(kind, "{type: " + value + ", spec: {" + field + ": " + value + "}}"))
                        .isNotNull();
                assertThat(Stored.read(kind, "{endpoints: " + value + ", spec: {" + field + ": [" + value + "]}}"))
                        .isNotNull();
            }
        }
    }
}
