package dev.convoy.registry.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final List<ServedKind> GATEWAY_API = ServedKind.all().stream()
            .filter(kind -> kind.group().equals("gateway.networking.k8s.io"))
            .toList();

    @Test
    void theIndexNamesEachGroupAndVersionUnderItsTree() {
        assertThat(OpenApi.index(ServedKind.all(), "/members/tokyo")
                        .path("paths")
                        .properties())
                .extracting(path -> path.getValue().path("serverRelativeURL").asText())
                .contains(
                        "/members/tokyo/openapi/v3/api/v1",
                        "/members/tokyo/openapi/v3/apis/gateway.networking.k8s.io/v1",
                        "/members/tokyo/openapi/v3/apis/gateway.networking.k8s.io/v1beta1",
                        "/members/tokyo/openapi/v3/apis/net.gke.io/v1");
    }

    @Test
    void aPatchTakesFieldValidationSoThatKubectlLeavesItToTheHub() {
        JsonNode patch = OpenApi.document(GATEWAY_API, "v1")
                .at("/paths/~1apis~1gateway.networking.k8s.io~1v1~1namespaces~1{namespace}~1httproutes~1{name}/patch");
        assertThat(patch.at("/parameters/0/name").asText()).isEqualTo("fieldValidation");
        assertThat(patch.at("/x-kubernetes-group-version-kind/kind").asText()).isEqualTo("HTTPRoute");
        assertThat(patch.path("requestBody").path("content").has("application/strategic-merge-patch+json"))
                .isFalse();
    }

    @Test
    void onlyKubernetesOwnKindsTakeAStrategicPatch() {
        List<ServedKind> core =
                ServedKind.all().stream().filter(kind -> kind.group().isEmpty()).toList();
        assertThat(OpenApi.document(core, "v1")
                        .at("/paths/~1api~1v1~1namespaces~1{namespace}~1services~1{name}/patch/requestBody/content")
                        .has("application/strategic-merge-patch+json"))
                .isTrue();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (ServedKind kind : ServedKind.all()) {
            ObjectNode document =
                    OpenApi.document(List.of(kind), kind.versions().getFirst());
            assertThat(document.findValuesAsText("$ref"))
                    .isNotEmpty()
                    .allSatisfy(reference -> assertThat(
                                    document.at(reference.substring(1)).isMissingNode())
                            .as(reference)
                            .isFalse());
        }
    }
}
