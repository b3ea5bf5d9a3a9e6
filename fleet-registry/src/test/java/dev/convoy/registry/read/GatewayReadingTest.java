package dev.convoy.registry.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.Gateway;
import dev.convoy.model.GatewayClass;
import dev.convoy.model.GroupKind;
import dev.convoy.model.Kind;
import dev.convoy.model.LabelSelector;
import dev.convoy.model.Listener;
import dev.convoy.model.Listener.AllowedRoutes;
import dev.convoy.model.Listener.From;
import dev.convoy.model.Listener.Tls;
import dev.convoy.model.Reference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayReadingTest {
    private static Gateway gateway(String more) {
        return Stored.read(Gateway.class, Kind.GATEWAY, "{spec: {gatewayClassName: 'convoy', " + more + "}}");
    }

    @Test
    void aListenerAdmitsRoutesOfItsOwnNamespaceUnlessItSaysOtherwise() {
        assertThat(gateway("listeners: [{name: 'http', port: 80, protocol: 'HTTP'}]")
                        .listeners())
                .containsExactly(
                        new Listener("http", 80, "HTTP", "", null, new AllowedRoutes(From.SAME, null, List.of())));
    }

    @Test
    void theDecksGatewayIsReadAsItIs() {
        String listener = "{name: 'https', protocol: 'HTTPS', port: 443,"
                + " tls: {mode: 'Terminate', options: {'networking.gke.io/pre-shared-certs': 'example-com'}},"
                + " allowedRoutes: {kinds: [{kind: 'HTTPRoute'}], namespaces: {from: 'Selector',"
                + " selector: {matchLabels: {'kubernetes.io/metadata.name': 'store'}}}}}";
        assertThat(gateway("listeners: [" + listener + "]").listeners())
                .containsExactly(new Listener(
                        "https",
                        443,
                        "HTTPS",
                        "",
                        new Tls("Terminate", List.of(), Map.of("networking.gke.io/pre-shared-certs", "example-com")),
                        new AllowedRoutes(
                                From.SELECTOR,
                                new LabelSelector(Map.of("kubernetes.io/metadata.name", "store"), List.of()),
                                List.of(new GroupKind("gateway.networking.k8s.io", "HTTPRoute")))));
    }

    @Test
    void aCertificateIsASecretOfTheGatewaysNamespace() {
        Listener listener = gateway(
                        "listeners: [{name: 'a', port: 443, protocol: 'HTTPS', hostname: '*.Foo.com', tls: {certificateRefs: [{name: 'c'}]}}]")
                .listeners()
                .getFirst();
        assertThat(listener.hostname()).isEqualTo("*.foo.com");
        assertThat(listener.tls())
                .isEqualTo(new Tls(
                        "Terminate", List.of(new Reference(new GroupKind("", "Secret"), "store", "c")), Map.of()));
    }

    @Test
    void addressesAreSpelledOneWayAndNamesAreLeftForThePlanner() {
        assertThat(gateway(
                                "addresses: [{value: '10.0.0.1'}, {type: 'IPAddress', value: '2001:DB8:0:0::1'}, {type: 'NamedAddress', value: 'my-ip'}, {type: 'IPAddress'}]")
                        .addresses())
                .containsExactly("10.0.0.1", "2001:db8::1", "my-ip");
    }

    @Test
    void theMembersOfAClassComeFromItsAnnotation() {
        GatewayClass gatewayClass = Stored.read(
                GatewayClass.class,
                Kind.GATEWAY_CLASS,
                "{metadata: {annotations: {'fleet.convoy.dev/member-selector': 'env=prod,region in (asia, europe),!drained'}}, spec: {controllerName: 'a/b'}}");
        assertThat(gatewayClass.placement().matches(Map.of("env", "prod", "region", "asia")))
                .isTrue();
        assertThat(gatewayClass.placement().matches(Map.of("env", "prod", "region", "asia", "drained", "")))
                .isFalse();
        assertThat(gatewayClass.placement().matches(Map.of("env", "prod"))).isFalse();
    }

    @Test
    void aClassWithoutTheAnnotationIsForEveryMember() {
        assertThat(Stored.read(GatewayClass.class, Kind.GATEWAY_CLASS, "{spec: {controllerName: 'a/b'}}")
                        .placement()
                        .matches(Map.of()))
                .isTrue();
    }

    @Test
    void aSelectorThatIsNoneSaysHowToWriteOne() {
        assertThat(
                        Stored.reason(
                                Kind.GATEWAY_CLASS,
                                "{metadata: {annotations: {'fleet.convoy.dev/member-selector': 'a > b'}}, spec: {controllerName: 'a/b'}}"))
                .startsWith(
                        "metadata.annotations[fleet.convoy.dev/member-selector]: \"a > b\" is not a label selector; write");
    }
}
