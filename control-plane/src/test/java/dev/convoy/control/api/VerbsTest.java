package dev.convoy.control.api;

import static dev.convoy.control.api.Texts.MEMBERSHIPS;
import static dev.convoy.control.api.Texts.ROUTES;
import static dev.convoy.control.api.Texts.membership;
import static dev.convoy.control.api.Texts.namespace;
import static dev.convoy.control.api.Texts.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.control.api.TestApi.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class VerbsTest {
    private final TestApi api = new TestApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void whatIsCreatedHasEverythingThatKubernetesFillsIn() {
        Reply created = api.post(ROUTES, route("web", "foo.com"));

        assertThat(created.code()).isEqualTo(201);
        var metadata = created.body().path("metadata");
        assertThat(metadata.path("uid").asText()).isNotEmpty();
        assertThat(metadata.path("resourceVersion").asText()).isEqualTo("1");
        assertThat(metadata.path("generation").asInt()).isEqualTo(1);
        assertThat(metadata.path("creationTimestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(metadata.path("namespace").asText()).isEqualTo("default");
        assertThat(api.get(ROUTES + "/web").body()).isEqualTo(created.body());
    }

    @Test
    void everyVersionShowsTheSameObject() {
        api.post(ROUTES, route("web", "foo.com"));

        Reply older = api.get(ROUTES.replace("/v1/", "/v1beta1/") + "/web");

        assertThat(older.body().path("apiVersion").asText()).isEqualTo("gateway.networking.k8s.io/v1beta1");
        assertThat(older.body().at("/spec/hostnames/0").asText()).isEqualTo("foo.com");
    }

    @Test
    void creatingTwiceIsAConflictThatSaysWhatToDo() {
        api.post(ROUTES, route("web", "foo.com"));

        Reply again = api.post(ROUTES, route("web", "foo.com"));

        assertThat(again.code()).isEqualTo(409);
        assertThat(again.reason()).isEqualTo("AlreadyExists");
        assertThat(again.message())
                .isEqualTo("httproutes.gateway.networking.k8s.io \"web\" already exists: change it (kubectl apply), or"
                        + " delete it first.");
    }

    @Test
    void aNameCanBeGenerated() {
        Reply created =
                api.post(ROUTES, route("web", "foo.com").replace("\"name\": \"web\"", "\"generateName\": \"web-\""));

        assertThat(created.code()).isEqualTo(201);
        assertThat(created.body().at("/metadata/name").asText()).matches("web-[a-z0-9]{5}");
    }

    @Test
    void aReplacementOfAnOlderRevisionIsRefused() {
        Reply created = api.post(ROUTES, route("web", "foo.com"));
        api.mergePatch(ROUTES + "/web", "{\"spec\": {\"hostnames\": [\"bar.com\"]}}");

        Reply stale = api.put(ROUTES + "/web", created.body().toString());

        assertThat(stale.code()).isEqualTo(409);
        assertThat(stale.reason()).isEqualTo("Conflict");
        assertThat(stale.message()).contains("Read it again");
    }

    @Test
    void aPatchThatChangesNothingTakesNoRevision() {
        api.post(ROUTES, route("web", "foo.com"));

        Reply patched = api.mergePatch(ROUTES + "/web", "{\"spec\": {\"hostnames\": [\"foo.com\"]}}");

        assertThat(patched.code()).isEqualTo(200);
        assertThat(patched.body().at("/metadata/resourceVersion").asText()).isEqualTo("1");
    }

    @Test
    void serverSideApplySaysWhatToUseInstead() {
        Reply refused =
                api.request(TestApi.ADMIN, "PATCH", ROUTES + "/web", "application/apply-patch+yaml", "kind: HTTPRoute");

        assertThat(refused.code()).isEqualTo(415);
        assertThat(refused.message()).contains("client-side apply");
    }

    @Test
    void aStatusIsWrittenOnlyThroughItsSubresource() {
        api.post(ROUTES, route("web", "foo.com"));
        String status = "{\"status\": {\"parents\": []}}";

        api.mergePatch(ROUTES + "/web", status);
        assertThat(api.get(ROUTES + "/web").body().has("status")).isFalse();

        Reply written = api.mergePatch(ROUTES + "/web/status", status);
        assertThat(written.code()).isEqualTo(200);
        assertThat(api.get(ROUTES + "/web").body().at("/status/parents").isArray())
                .isTrue();
        assertThat(api.get(ROUTES + "/web")
                        .body()
                        .at("/metadata/resourceVersion")
                        .asText())
                .isEqualTo("1");
    }

    @Test
    void aDryRunAnswersAsIfAndKeepsNothing() {
        Reply dry = api.post(ROUTES + "?dryRun=All", route("web", "foo.com"));

        assertThat(dry.code()).isEqualTo(201);
        assertThat(api.get(ROUTES + "/web").code()).isEqualTo(404);
    }

    @Test
    void theFleetsObjectsNeedTheirNamespace() {
        String elsewhere = ROUTES.replace("/default/", "/store/");

        Reply refused = api.post(elsewhere, route("web", "foo.com"));
        assertThat(refused.code()).isEqualTo(404);
        assertThat(refused.message()).contains("kubectl create namespace store");

        api.post("/api/v1/namespaces", namespace("store"));
        assertThat(api.post(elsewhere, route("web", "foo.com")).code()).isEqualTo(201);
    }

    @Test
    void aNamespaceIsLabelledWithItsNameAndTakesItsObjectsWithIt() {
        Reply created = api.post("/api/v1/namespaces", namespace("store"));
        String routes = ROUTES.replace("/default/", "/store/");
        api.post(routes, route("web", "foo.com"));

        assertThat(created.body()
                        .at("/metadata/labels/kubernetes.io~1metadata.name")
                        .asText())
                .isEqualTo("store");
        assertThat(api.delete("/api/v1/namespaces/store").code()).isEqualTo(200);
        assertThat(api.get(routes + "/web").code()).isEqualTo(404);
    }

    @Test
    void aMembersTreeIsThereOnceTheMemberIsRegistered() {
        String services = "/members/tokyo/api/v1/namespaces/store/services";
        String service = """
                {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "store"},
                 "spec": {"ports": [{"port": 80}]}}""";

        Reply refused = api.post(services, service);
        assertThat(refused.code()).isEqualTo(404);
        assertThat(refused.message()).contains("creating a Membership");

        api.post(MEMBERSHIPS, membership("tokyo"));
        assertThat(api.put(services + "/store", service).code()).isEqualTo(201);
        assertThat(api.put(services + "/store", service).code()).isEqualTo(200);

        api.delete(MEMBERSHIPS + "/tokyo");
        api.post(MEMBERSHIPS, membership("tokyo"));
        assertThat(api.get(services).body().path("items")).isEmpty();
    }

    @Test
    void deletingSomethingElseOfTheSameNameIsRefused() {
        api.post(ROUTES, route("web", "foo.com"));

        Reply refused = api.request(
                TestApi.ADMIN,
                "DELETE",
                ROUTES + "/web",
                "application/json",
                "{\"preconditions\": {\"uid\": \"other\"}}");

        assertThat(refused.code()).isEqualTo(409);
        assertThat(api.delete(ROUTES + "/web").body().path("status").asText()).isEqualTo("Success");
        assertThat(api.get(ROUTES + "/web").code()).isEqualTo(404);
    }

    @Test
    void aCollectionIsDeletedByItsLabels() {
        api.post(ROUTES, route("web", "foo.com"));
        api.post(ROUTES, route("shop", "bar.com"));

        assertThat(api.delete(ROUTES + "?labelSelector=app=web").code()).isEqualTo(200);

        assertThat(api.get(ROUTES).body().path("items")).hasSize(1);
    }
}
