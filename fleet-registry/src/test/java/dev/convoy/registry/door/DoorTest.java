package dev.convoy.registry.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoorTest {
    private static final ObjectId ROUTE = new ObjectId(Tree.fleet(), Kind.HTTP_ROUTE, "store", "web");

    @Test
    void theDeckIsAdmittedAsItIs() throws IOException {
        Tree tokyo = Tree.of(new MemberId("tokyo"));
        JsonNode gateway =
                admitted(deck(new ObjectId(tokyo, Kind.GATEWAY, "gateway", "external-http"), "gateway.yaml"));
        JsonNode route =
                admitted(deck(new ObjectId(tokyo, Kind.HTTP_ROUTE, "store", "store-external"), "httproute.yaml"));

        assertThat(gateway.path("apiVersion").asText()).isEqualTo("gateway.networking.k8s.io/v1");
        assertThat(route.at("/spec/rules/1/backendRefs/0/name").asText()).isNotEmpty();
    }

    @Test
    void whatThePathSaysNeedNotBeRepeated() {
        JsonNode route = admitted(admit(ROUTE, "spec: {}"));
        assertThat(route.path("metadata")).isEqualTo(json("{name: web, namespace: store}"));
        assertThat(route.path("kind").asText()).isEqualTo("HTTPRoute");
    }

    @Test
    void whatTheStoreKeepsIsNotStated() {
        JsonNode route = admitted(
                admit(
                        ROUTE,
                        "spec: {}\nmetadata: {uid: u, resourceVersion: '7', generation: 3, creationTimestamp: null, managedFields: [{}]}"));
        assertThat(route.path("metadata")).isEqualTo(json("{name: web, namespace: store}"));
    }

    @Test
    void aWrongVersionIsToldTheRightOnes() {
        assertThat(malformed(admit(ROUTE, "apiVersion: gateway.networking.k8s.io/v1alpha2")))
                .contains("gateway.networking.k8s.io/v1alpha2", "write apiVersion: gateway.networking.k8s.io/v1 or");
        assertThat(malformed(admit(ROUTE, "kind: TCPRoute"))).contains("write kind: HTTPRoute");
        assertThat(malformed(admit(ROUTE, "metadata: {name: other}"))).contains("metadata.name", "name: web");
        assertThat(malformed(admit(ROUTE, "metadata: {namespace: other}"))).contains("namespace: store");
    }

    @Test
    void anUnknownFieldIsDroppedWithAWarningThatNamesTheNearest() {
        Admission admission =
                admit(ROUTE, "spec: {rules: [{backendRef: [{name: a, port: 1}]}], allowedRoutes: {}, method: x}");
        assertThat(admitted(admission).at("/spec/rules/0").has("backendRef")).isFalse();
        assertThat(((Admission.Admitted) admission).warnings())
                .containsExactly(
                        "unknown field \"spec.allowedRoutes\"",
                        "unknown field \"spec.method\": it belongs under \"spec.rules[].matches[]\"",
                        "unknown field \"spec.rules[0].backendRef\": did you mean \"backendRefs\"?");
    }

    @Test
    void strictRefusesUnknownAndDuplicateFields() {
        Request strict = request(ROUTE, FieldValidation.STRICT, false);
        assertThat(malformed(Door.admit(strict, yaml("spec: {rules: [{backendRef: []}]}"))))
                .isEqualTo(
                        "HTTPRoute in version \"gateway.networking.k8s.io/v1\" cannot be handled as a HTTPRoute: strict decoding error: unknown field"
                                + " \"spec.rules[0].backendRef\": did you mean \"backendRefs\"?");
        assertThat(malformed(
                        Door.admit(strict, Body.json("{\"spec\":{},\"spec\":{}}".getBytes(StandardCharsets.UTF_8)))))
                .contains("duplicate field \"spec\"");
    }

    @Test
    void aReportIsNeverRefusedForUnknownFields() {
        Request report = request(ROUTE, FieldValidation.STRICT, true);
        assertThat(admitted(Door.admit(report, yaml("spec: {future: 1}"))).has("spec"))
                .isTrue();
    }

    @Test
    void aWeightHasLimits() {
        assertThat(causes(admit(ROUTE, "spec: {rules: [{backendRefs: [{name: a, port: 80, weight: 2147483648}]}]}")))
                .containsExactly("spec.rules[0].backendRefs[0].weight: Invalid value: 2147483648: must be between 0 and"
                        + " 1000000");
    }

    @Test
    void typesAreNamed() {
        assertThat(causes(admit(ROUTE, "spec: {rules: {}, hostnames: [5]}")))
                .containsExactlyInAnyOrder(
                        "spec.rules: Invalid value: an object: must be of type list, not object",
                        "spec.hostnames[0]: Invalid value: 5: must be of type string, not number");
    }

    @Test
    void enumsNameTheNearest() {
        assertThat(causes(admit(ROUTE, "spec: {rules: [{matches: [{path: {type: prefixpath, value: /}}]}]}")))
                .singleElement()
                .asString()
                .startsWith("spec.rules[0].matches[0].path.type: Unsupported value: \"prefixpath\": supported values:")
                .contains("\"Exact\"");
        assertThat(causes(admit(ROUTE, "spec: {rules: [{filters: [{type: UrlRewrite, urlRewrite: {}}]}]}")))
                .singleElement()
                .asString()
                .endsWith("did you mean \"URLRewrite\"?");
    }

    @Test
    void namesHaveLimits() {
        ObjectId long254 = new ObjectId(Tree.fleet(), Kind.HTTP_ROUTE, "store", "a".repeat(254));
        assertThat(causes(admit(long254, "spec: {}")))
                .singleElement()
                .asString()
                .contains("at most 253 characters");
        ObjectId member = new ObjectId(Tree.fleet(), Kind.MEMBERSHIP, "", "tokyo.east");
        assertThat(causes(admit(member, "spec: {}"))).singleElement().asString().contains("DNS label");
        assertThat(causes(admit(ROUTE, "spec: {}\nmetadata: {labels: {'a b': c, x: 'ü'}}")))
                .hasSize(2);
    }

    @Test
    void aSliceWithoutEndpointsIsAsKubernetesWritesIt() {
        ObjectId slice = new ObjectId(Tree.of(new MemberId("tokyo")), Kind.ENDPOINT_SLICE, "store", "web");
        assertThat(admitted(admit(slice, "{addressType: IPv4, endpoints: null, ports: null}"))
                        .path("endpoints"))
                .isEmpty();
    }

    @Test
    void aMembershipHasDefaults() {
        ObjectId tokyo = new ObjectId(Tree.fleet(), Kind.MEMBERSHIP, "", "tokyo");
        assertThat(admitted(admit(tokyo, "spec: {eastWest: {address: 192.0.2.1}}"))
                        .path("spec"))
                .isEqualTo(json(
                        "{eastWest: {address: 192.0.2.1, port: 15443}, locality: {region: '', zone: ''}, network: '',"
                                + " allowLoopbackEndpoints: false}"));
        assertThat(causes(admit(tokyo, "spec: {gatewayAddresses: [gw.example.com]}")))
                .singleElement()
                .asString()
                .contains("must be an IP address");
    }

    @Test
    void theListsOfCustomKindsStayAsTheyAreStated() {
        String stated = "{parentRefs: [{name: edge}], rules: [{backendRefs: [{name: web, port: 80}]}]}";
        assertThat(admitted(admit(ROUTE, "spec: " + stated)).path("spec")).isEqualTo(json(stated));
    }

    @Test
    void aStatusComesAlongOnlyWhereItIsSound() {
        Admission admission = admit(ROUTE, "spec: {}\nstatus: {parents: 5}");
        assertThat(admission).isInstanceOfSatisfying(Admission.Admitted.class, admitted -> {
            assertThat(admitted.status()).isNull();
            assertThat(admitted.warnings()).singleElement().asString().startsWith("status is ignored: status.parents");
        });
        assertThat(admit(ROUTE, "spec: {}\nstatus: {parents: []}"))
                .isInstanceOfSatisfying(
                        Admission.Admitted.class,
                        admitted -> assertThat(admitted.status()).isNotNull());
    }

    private static Admission deck(ObjectId id, String file) throws IOException {
        try (InputStream manifest = DoorTest.class.getResourceAsStream("deck/" + file)) {
            Request request = new Request(
                    id,
                    "gateway.networking.k8s.io/v1beta1",
                    Request.Part.OBJECT,
                    FieldValidation.STRICT,
                    false,
                    false,
                    null);
            return Door.admit(request, Body.yaml(manifest.readAllBytes()));
        }
    }

    static Request request(ObjectId id, FieldValidation validation, boolean reported) {
        return new Request(id, ServedKind.preferred(id.kind()), Request.Part.OBJECT, validation, reported, false, null);
    }

    static Admission admit(ObjectId id, String yaml) {
        return Door.admit(Request.create(id), yaml(yaml));
    }

    static Body yaml(String text) {
        return Body.yaml(text.getBytes(StandardCharsets.UTF_8));
    }

    static JsonNode json(String text) {
        return ((Body.Parsed) yaml(text)).json();
    }

    static JsonNode admitted(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) admission).manifest().json();
    }

    static String malformed(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Malformed.class);
        return ((Admission.Malformed) admission).message();
    }

    static List<String> causes(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Invalid.class);
        return ((Admission.Invalid) admission)
                .causes().stream().map(Cause::toString).toList();
    }
}
