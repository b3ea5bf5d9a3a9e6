package dev.convoy.control.api;

import static dev.convoy.control.api.Texts.ROUTES;
import static dev.convoy.control.api.Texts.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.control.api.TestApi.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ListTest {
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    private final TestApi api = new TestApi();

    @BeforeEach
    void threeRoutes() {
        List.of("a", "b", "c").forEach(name -> api.post(ROUTES, route(name, name + ".com")));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void selectorsAreUnderstoodAsKubectlSendsThem() {
        assertThat(names("labelSelector=app=a")).containsExactly("a");
        assertThat(names("labelSelector=app!=a")).containsExactly("b", "c");
        assertThat(names("labelSelector=app in (a,c),app notin (c)")).containsExactly("a");
        assertThat(names("labelSelector=!app")).isEmpty();
        assertThat(names("fieldSelector=metadata.name=b,metadata.namespace=default"))
                .containsExactly("b");
        assertThat(names("fieldSelector=metadata.name!=b")).containsExactly("a", "c");
    }

    @Test
    void aSelectorThatMakesNoSenseIsRefusedWithItsForm() {
        Reply refused = api.get(ROUTES + "?fieldSelector=spec.hostnames=a.com");

        assertThat(refused.code()).isEqualTo(400);
        assertThat(refused.message()).contains("metadata.name");
        assertThat(api.get(ROUTES + "?labelSelector==a").message()).contains("labelSelector", "key=value");
    }

    @Test
    void pagesFollowEachOther() {
        Reply first = api.get(ROUTES + "?limit=2");
        String token = first.body().at("/metadata/continue").asText();
        Reply second = api.get(ROUTES + "?limit=2&continue=" + token);

        assertThat(first.body().path("items")).hasSize(2);
        assertThat(first.body().at("/metadata/remainingItemCount").asInt()).isEqualTo(1);
        assertThat(second.body().path("items")).hasSize(1);
        assertThat(second.body().path("metadata").has("continue")).isFalse();
    }

    @Test
    void tablesAreForPeople() {
        Reply table = api.request(TestApi.ADMIN, "GET", ROUTES, TABLE, "", "");

        assertThat(table.body().path("kind").asText()).isEqualTo("Table");
        assertThat(table.body().path("columnDefinitions"))
                .extracting(column -> column.path("name").asText())
                .containsExactly("Name", "Hostnames", "Age");
        assertThat(table.body().at("/rows/0/cells/1").asText()).isEqualTo("[\"a.com\"]");
        assertThat(table.body().at("/rows/0/object/metadata/name").asText()).isEqualTo("a");
    }

    @Test
    void aTableNeverShowsWhatASecretHolds() {
        api.post("/api/v1/namespaces/default/secrets", """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "annotations":
                 {"kubectl.kubernetes.io/last-applied-configuration": "Y2FuYXJ5", "other": "kept"}}, "data": {"key": "Y2FuYXJ5"}}""");

        Reply table = api.request(TestApi.ADMIN, "GET", "/api/v1/namespaces/default/secrets", TABLE, "", "");

        assertThat(table.body().at("/rows/0/cells/0").asText()).isEqualTo("s");
        assertThat(table.body().toString()).doesNotContain("Y2FuYXJ5").contains("kept");
    }

    private List<String> names(String query) {
        return api.get(ROUTES + "?" + query)
                .body()
                .path("items")
                .valueStream()
                .map(item -> item.at("/metadata/name").asText())
                .toList();
    }
}
