package dev.convoy.registry.door;

import static dev.convoy.registry.door.DoorTest.admit;
import static dev.convoy.registry.door.DoorTest.causes;
import static dev.convoy.registry.door.DoorTest.yaml;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTest {
    private static final Tree TOKYO = Tree.of(new MemberId("tokyo"));
    private static final ObjectId ROUTE = new ObjectId(TOKYO, Kind.HTTP_ROUTE, "store", "web");
    private static final ObjectId SLICE = new ObjectId(TOKYO, Kind.ENDPOINT_SLICE, "store", "web");
    private static final ObjectId SERVICE = new ObjectId(TOKYO, Kind.SERVICE, "store", "web");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            set: [{name: x, value: "a\\r\\nSet-Cookie: b"}] | set[0].value | control characters
            set: [{name: x, value: "a\\0b"}]                | set[0].value | control characters
            add: [{name: "x\\r\\ny", value: a}]             | add[0].name  | must match the pattern
            add: [{name: "x y", value: a}]                  | add[0].name  | must match the pattern
            set: [{name: Host, value: a}]                   | set[0].name  | use a URLRewrite filter
            set: [{name: Content-Length, value: "1"}]       | set[0].name  | leave it out
            remove: [host]                                  | remove[0]    | use a URLRewrite filter
            remove: [":path"]                               | remove[0]    | name of an HTTP header
            """)
    void aHeaderThatCouldSplitARequestIsRefused(String edit, String field, String remedy) {
        String filter = "{type: RequestHeaderModifier, requestHeaderModifier: {" + edit + "}}";
        assertThat(causes(admit(ROUTE, "spec: {rules: [{filters: [" + filter + "]}]}")))
                .singleElement()
                .asString()
                .startsWith("spec.rules[0].filters[0].requestHeaderModifier." + field)
                .contains(remedy)
                .doesNotContain("\r", "\n", "\0");
    }

    @Test
    void aPercentSignInAHeaderIsJustACharacter() {
        assertThat(admit(
                        ROUTE,
                        "spec: {rules: [{filters: [{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: x, value:"
                                + " '%ENVIRONMENT(PATH)%'}]}}]}]}"))
                .isInstanceOf(Admission.Admitted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "a(?=b)", "(a)\\\\1", "*", "[z-a]"})
    void aRegexThatRe2DoesNotKnowIsRefused(String regex) {
        String header = "{name: env, type: RegularExpression, value: \"" + regex + "\"}";
        assertThat(causes(admit(ROUTE, "spec: {rules: [{matches: [{headers: [" + header + "]}]}]}")))
                .singleElement()
                .asString()
                .startsWith("spec.rules[0].matches[0].headers[0].value: Invalid value:")
                .contains("RE2 syntax");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "\\p{L}{100}",
                "[^\\p{L}x]{200}",
                "(.{60}){20}",
                "a{1001}",
                "((((a{9}){9}){9}){9}){9}"
            })
    void aRegexThatRepeatsTooMuchIsRefusedBeforeItIsCompiled(String regex) {
        assertThat(causes(admit(
                        ROUTE,
                        "spec: {rules: [{matches: [{path: {type: RegularExpression, value: '" + regex + "'}}]}]}")))
                .singleElement()
                .asString()
                .startsWith("spec.rules[0].matches[0].path.value: Invalid value:")
                .contains("repeats too much");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/[a-z]{2,8}/\\d+(/.*)?", "(foo|bar){1,3}[^]x]", "[[:alpha:]]+\\.\\p{L}+", "a{,3}b{x}"})
    void anOrdinaryRegexIsFine(String regex) {
        assertThat(admit(
                        ROUTE,
                        "spec: {rules: [{matches: [{path: {type: RegularExpression, value: '" + regex + "'}}]}]}"))
                .isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void aMillionMistakesAreAFewCauses() {
        String labels =
                IntStream.range(0, 100_000).mapToObj(i -> "l" + i + ": [1]").collect(joining(", "));
        assertThat(causes(admit(SERVICE, "{metadata: {labels: {" + labels + "}}, spec: {ports: [{port: 1}]}}")))
                .hasSize(20);
    }

    @Test
    void aRegexHasALimit() {
        String path = "{type: RegularExpression, value: " + "a".repeat(1025) + "}";
        assertThat(causes(admit(ROUTE, "spec: {rules: [{matches: [{path: " + path + "}]}]}")))
                .containsExactly("spec.rules[0].matches[0].path.value: Too long: may not be more than 1024 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "IPv4, 127.0.0.1, Envoy's own admin port",
        "IPv4, 127.9.9.9, Envoy's own admin port",
        "IPv4, 169.254.169.254, Envoy's own admin port",
        "IPv4, 0.0.0.0, no endpoint",
        "IPv4, 0.1.2.3, no endpoint",
        "IPv4, 224.0.0.1, no endpoint",
        "IPv4, 255.255.255.255, no endpoint",
        "IPv4, 127.1, must be an IPv4 address",
        "IPv4, 0177.0.0.1, must be an IPv4 address",
        "IPv4, 2130706433, must be an IPv4 address",
        "IPv4, localhost, must be an IPv4 address",
        "IPv4, ::1, must be an IPv4 address",
        "IPv6, ::1, Envoy's own admin port",
        "IPv6, ::, no endpoint",
        "IPv6, ff02::1, no endpoint",
        "IPv6, fe80::1, Envoy's own admin port",
        "IPv6, ::ffff:127.0.0.1, Envoy's own admin port",
        "IPv6, ::ffff:7f00:1, Envoy's own admin port",
        "IPv6, ::127.0.0.1, Envoy's own admin port",
        "IPv6, fe80::1%eth0, must be an IPv6 address",
    })
    void anEndpointThatIsNoPodIsRefused(String type, String address, String remedy) {
        assertThat(causes(admit(SLICE, slice(type, address))))
                .singleElement()
                .asString()
                .startsWith("endpoints[0].addresses[0]: Invalid value: \"" + address + "\": ")
                .contains(remedy);
    }

    @Test
    void aMembershipMayAllowLoopbackButNeverTheUnspecifiedAddress() {
        Request allowed =
                new Request(SLICE, "discovery.k8s.io/v1", Request.Part.OBJECT, FieldValidation.WARN, true, true, null);
        assertThat(Door.admit(allowed, yaml(slice("IPv4", "127.0.0.1")))).isInstanceOf(Admission.Admitted.class);
        assertThat(causes(Door.admit(allowed, yaml(slice("IPv4", "0.0.0.0"))))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {ports: [{port: 0}]}                        | spec.ports[0].port: Invalid value: 0: must be between 1 and 65535
            {ports: [{port: 80, targetPort: 70000}]}    | spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535
            {ports: [{port: 80}, {port: 80}]}           | spec.ports[1]: Duplicate value: 80: the same port and protocol stands in this list already; remove one
            {ports: [{port: 80, protocol: tcp}]}        | spec.ports[0].protocol: Unsupported value: "tcp": supported values: "TCP", "UDP", "SCTP": did you mean "TCP"?
            {ports: [{port: 1e400}]}                    | spec.ports[0].port: Invalid value: 1E+400: must be between 1 and 65535
            {}                                          | spec.ports: Required value: name at least one port
            """)
    void aServiceHasRealPorts(String spec, String cause) {
        assertThat(causes(admit(SERVICE, "spec: " + spec))).contains(cause);
    }

    @Test
    void aFieldsNameCannotSplitAWarning() {
        String twice = "{\"a\\r\\nSet-Cookie: b\":1,\"a\\r\\nSet-Cookie: b\":2,\"spec\":{}}";
        assertThat(Door.admit(Request.create(ROUTE), Body.json(twice.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOfSatisfying(
                        Admission.Admitted.class,
                        admitted -> assertThat(admitted.warnings())
                                .hasSize(2)
                                .allMatch(warning -> warning.chars().allMatch(c -> c >= ' ' && c < 0x7f)));
    }

    @Test
    void anIpAddressIsNoHostname() {
        assertThat(causes(admit(ROUTE, "spec: {hostnames: [10.0.0.1]}")))
                .singleElement()
                .asString()
                .contains("not an IP address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "5",
                "a: [",
                "a: b\n---\nc: d",
                "a: !!java/object {}",
                "<<: {a: b}",
                "a: 0x10",
                "? {a: b} : c"
            })
    void whatIsNoObjectIsUnreadable(String text) {
        assertThat(yaml(text)).isInstanceOfAny(Body.Unreadable.class, Body.Parsed.class);
        assertThat(Body.json(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Body.Unreadable.class);
    }

    @Test
    void aliasesThatMultiplyAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            String last = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(10, last))));
        }
        assertThat(unreadable(yaml(bomb.toString()))).contains("more than 500000 values");
        assertThat(unreadable(yaml("a: &a [*a]"))).contains("levels deep");
    }

    @Test
    void depthHasALimit() {
        String deep = "[".repeat(100_000);
        assertThat(unreadable(Body.json(deep.getBytes(StandardCharsets.UTF_8)))).contains("64");
        assertThat(unreadable(yaml(deep))).contains("64");
    }

    @Test
    void aNumberHasALimit() {
        assertThat(unreadable(Body.json(("{\"a\":" + "9".repeat(10_000) + "}").getBytes(StandardCharsets.UTF_8))))
                .contains("not JSON");
    }

    private static String slice(String type, String address) {
        return "{addressType: " + type + ", endpoints: [{addresses: ['" + address + "']}], ports: [{port: 80}]}";
    }

    private static String unreadable(Body body) {
        assertThat(body).isInstanceOf(Body.Unreadable.class);
        return ((Body.Unreadable) body).reason();
    }
}
