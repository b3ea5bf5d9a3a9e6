package dev.convoy.registry.door;

import static dev.convoy.registry.door.DoorTest.admit;
import static dev.convoy.registry.door.DoorTest.admitted;
import static dev.convoy.registry.door.DoorTest.causes;
import static dev.convoy.registry.door.DoorTest.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.registry.store.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {
    private static final ObjectId ROUTE = new ObjectId(Tree.fleet(), Kind.HTTP_ROUTE, "store", "web");
    private static final ObjectId GATEWAY = new ObjectId(Tree.fleet(), Kind.GATEWAY, "store", "web");
    private static final ObjectId CLASS = new ObjectId(Tree.fleet(), Kind.GATEWAY_CLASS, "", "convoy");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {rules: [{backendRefs: [{name: a}]}]} | spec.rules[0].backendRefs[0]: Invalid value: Must have port for Service reference
            {rules: [{matches: [{path: {value: /a//b}}]}]} | spec.rules[0].matches[0].path: Invalid value: must not contain '//' when type one of ['Exact', 'PathPrefix']
            {rules: [{filters: [{type: URLRewrite}]}]} | spec.rules[0].filters[0]: Invalid value: filter.urlRewrite must be specified for URLRewrite filter.type
            {rules: [{timeouts: {request: 1s, backendRequest: 2s}}]} | spec.rules[0].timeouts: Invalid value: backendRequest timeout cannot be longer than request timeout
            {parentRefs: [{name: a}, {name: a}]} | spec.parentRefs: Invalid value: sectionName must be unique when parentRefs includes 2 or more references to the same parent
            {rules: [{backendRefs: [{name: a, port: 1}], filters: [{type: RequestRedirect, requestRedirect: {}}]}]} | spec.rules[0]: Invalid value: RequestRedirect filter must not be used together with backendRefs
            """)
    void aRouteKeepsTheConditionsOfTheGatewayApi(String spec, String cause) {
        assertThat(causes(admit(ROUTE, "spec: " + spec))).contains(cause);
    }

    @Test
    void aParentInAnotherNamespaceIsAnotherParent() {
        assertThat(admit(ROUTE, "spec: {parentRefs: [{name: a, namespace: x}, {name: a, namespace: y}]}"))
                .isInstanceOf(Admission.Admitted.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {name: a, port: 80, protocol: HTTP, tls: {certificateRefs: [{name: c}]}} | tls must not be specified
            {name: a, port: 443, protocol: HTTPS, tls: {mode: Passthrough}} | tls mode must be Terminate for protocol HTTPS
            {name: a, port: 443, protocol: HTTPS, tls: {}} | certificateRefs or options must be specified when mode is Terminate
            """)
    void aListenerKeepsTheConditionsOfTheGatewayApi(String listener, String message) {
        assertThat(causes(admit(GATEWAY, "spec: {gatewayClassName: convoy, listeners: [" + listener + "]}")))
                .anyMatch(cause -> cause.contains(message));
    }

    @Test
    void theControllerOfAClassStays() {
        Manifest before = new Manifest((com.fasterxml.jackson.databind.node.ObjectNode)
                admitted(admit(CLASS, "spec: {controllerName: a.dev/b}")));
        Request change = new Request(
                CLASS, "gateway.networking.k8s.io/v1", Request.Part.OBJECT, FieldValidation.WARN, false, false, before);
        assertThat(causes(Door.admit(change, yaml("spec: {controllerName: a.dev/c}"))))
                .containsExactly("spec.controllerName: Invalid value: Value is immutable");
        assertThat(Door.admit(change, yaml("spec: {controllerName: a.dev/b, description: new}")))
                .isInstanceOf(Admission.Admitted.class);
    }
}
