package dev.convoy.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with kubectl, done with kubectl. */
final class KubectlTest {
    private static final String FLEET = """
            apiVersion: fleet.convoy.dev/v1alpha1
            kind: Membership
            metadata: {name: tokyo}
            spec: {locality: {region: asia-northeast1}, network: north}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: store}
            spec:
              gatewayClassName: convoy-mc
              listeners: [{name: http, port: 80, protocol: HTTP}]
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: web, namespace: store}
            spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [{name: web, port: 80}]}]}
            """;
    private static final String TOKYO = """
            apiVersion: v1
            kind: Service
            metadata: {name: store, namespace: store}
            spec: {ports: [{name: http, port: 80, targetPort: 8080}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: store-1, namespace: store, labels: {kubernetes.io/service-name: store}}
            addressType: IPv4
            ports: [{name: http, port: 8080, protocol: TCP}]
            endpoints: [{addresses: [10.0.0.1], conditions: {ready: true}}]
            """;

    @TempDir
    private Path folder;

    private ServedApi api;
    private Kubectl kubectl;

    @BeforeEach
    void start() throws Exception {
        api = new ServedApi(folder, Limits.standard());
        kubectl = Kubectl.of(api, folder);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void theFleetsTreeIsWorkedOnWithKubectl() throws Exception {
        String file = write("fleet.yaml", FLEET);
        String another = "/apis/fleet.convoy.dev/v1alpha1/memberships/tokyo/jointoken";
        assertThat(kubectl.run("create", "namespace", "store")).contains("namespace/store created");
        assertThat(kubectl.run("apply", "-f", file))
                .contains("membership.fleet.convoy.dev/tokyo created", "edge created")
                .contains("kubectl create --raw " + another + " -f /dev/null");
        assertThat(kubectl.run("create", "--raw", another, "-f", "/dev/null")).contains("joinToken");
        assertThat(kubectl.run("create", "--raw", "/v3/discovery:client_status", "-f", "/dev/null"))
                .isEqualTo("{\"config\":[]}");
        assertThat(kubectl.run("apply", "-f", file)).contains("tokyo unchanged", "edge unchanged", "web unchanged");
        assertThat(kubectl.run("get", "gtw", "-n", "store")).contains("CLASS", "PROGRAMMED", "convoy-mc");
        assertThat(kubectl.run("get", "memberships")).contains("asia-northeast1", "north");
        assertThat(kubectl.run("describe", "gateway", "edge", "-n", "store"))
                .contains("Gateway Class Name:  convoy-mc", "Events:");
        assertThat(kubectl.run("explain", "gateway.spec.listeners")).contains("FIELD: listeners");
        assertThat(kubectl.run("auth", "can-i", "create", "gateways")).contains("yes");
        assertThat(kubectl.run("edit", "gateway", "edge", "-n", "store")).contains("edited");
        assertThat(kubectl.run("get", "gtw", "edge", "-n", "store", "-o", "jsonpath={.spec.gatewayClassName}"))
                .isEqualTo("gke-td");
        assertThat(kubectl.run("apply", "--server-side", "-f", file)).contains("Use client-side apply");
        assertThat(kubectl.run("delete", "-f", file)).contains("\"tokyo\" deleted", "\"edge\" deleted");
        assertThat(kubectl.run("get", "gateways", "-A")).contains("No resources found");
    }

    @Test
    void aMembersTreeIsWorkedOnWithKubectl() throws Exception {
        kubectl.run("create", "namespace", "store");
        kubectl.run("apply", "-f", write("fleet.yaml", FLEET));
        String file = write("tokyo.yaml", TOKYO);
        assertThat(kubectl.run("--context=tokyo", "apply", "-f", file))
                .contains("service/store created", "store-1 created");
        assertThat(kubectl.run("--context=tokyo", "apply", "-f", file))
                .contains("store unchanged", "store-1 unchanged");
        assertThat(kubectl.run("--context=tokyo", "describe", "service", "store", "-n", "store"))
                .contains("10.0.0.1:8080");
        Process watch = kubectl.start("--context=tokyo", "get", "services", "-n", "store", "--watch");
        try (BufferedReader lines = watch.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).contains("NAME");
            assertThat(lines.readLine()).contains("store", "80/TCP");
            String port = "{\"spec\":{\"ports\":[{\"port\":81,\"name\":\"web\"}]}}";
            assertThat(kubectl.run("--context=tokyo", "patch", "service", "store", "-n", "store", "-p", port))
                    .contains("patched");
            assertThat(lines.readLine()).contains("store", "81/TCP");
        } finally {
            watch.destroy();
        }
        assertThat(kubectl.run("--context=tokyo", "get", "svc,endpointslices", "-A"))
                .contains("80/TCP", "10.0.0.1");
        assertThat(kubectl.run("--context=tokyo", "create", "secret", "generic", "s", "--from-literal=a=canary"))
                .contains("secret/s created");
        assertThat(kubectl.run("--context=tokyo", "get", "secret", "s", "-o", "jsonpath={.data.a}"))
                .isEqualTo("Y2FuYXJ5");
        assertThat(kubectl.run("--context=tokyo", "delete", "-f", file))
                .contains("\"store\" deleted", "\"store-1\" deleted");
    }

    @Test
    void aKindThatIsNotServedIsSaidToBeNone() throws Exception {
        String ingress = "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}, spec: {}}";

        assertThat(kubectl.run("apply", "-f", write("ingress.yaml", ingress)))
                .contains("no matches for kind \"Ingress\" in version \"networking.k8s.io/v1\"");
    }

    @Test
    void aWaitEndsWhenTheConditionHoldsAndAWatchShowsIt() throws Exception {
        kubectl.run("create", "namespace", "store");
        kubectl.run("apply", "-f", write("fleet.yaml", FLEET));
        Process wait =
                kubectl.start("wait", "gateway/edge", "-n", "store", "--for=condition=Programmed", "--timeout=20s");
        Process watch = kubectl.start("get", "gateways", "-n", "store", "--watch");
        try (BufferedReader lines = watch.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).contains("NAME");
            assertThat(lines.readLine()).contains("edge");

            kubectl.run("patch", "gateway", "edge", "-n", "store", "--subresource=status", "--type=merge", "-p", """
                    {"status": {"conditions": [{"type": "Programmed", "status": "True", "reason": "Programmed", "message": "",
                     "lastTransitionTime": "2026-11-25T00:00:00Z", "observedGeneration": 1}]}}""");

            assertThat(lines.readLine()).contains("True");
            assertThat(wait.waitFor()).isZero();
        } finally {
            watch.destroy();
            wait.destroy();
        }
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
