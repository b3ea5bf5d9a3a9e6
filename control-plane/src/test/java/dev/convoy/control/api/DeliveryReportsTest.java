package dev.convoy.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoy.control.access.Identity;
import dev.convoy.model.MemberId;
import dev.convoy.xds.delivery.EnvoyDelivery;
import dev.convoy.xds.delivery.Refusal;
import dev.convoy.xds.delivery.ResourceDelivery;
import dev.convoy.xds.delivery.ResourceDelivery.Held;
import dev.convoy.xds.delivery.ResourceDelivery.Progress;
import dev.convoy.xds.delivery.Traffic;
import dev.convoy.xds.delivery.TypeDelivery;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryReportsTest {
    private static final EnvoyGroup GROUP = new EnvoyGroup(new MemberId("tokyo"), EnvoyGroup.DEFAULT_POOL);

    private final TestApi api = new TestApi();

    @BeforeEach
    void register() {
        api.post("/apis/fleet.convoy.dev/v1alpha1/memberships", """
                {"apiVersion": "fleet.convoy.dev/v1alpha1", "kind": "Membership", "metadata": {"name": "tokyo"},
                 "spec": {"locality": {"region": "japan"}, "network": "a", "gatewayAddresses": ["192.0.2.1"]}}""");
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void tellsWhatEachEnvoyTookAndWhatItRefusedInItsOwnWords() {
        JsonNode envoy = reported();

        assertThat(envoy.path("node").asText()).isEqualTo("tokyo-1");
        assertThat(envoy.path("connectedSince").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(envoy.at("/types/cluster/acknowledged/good").asText()).isEqualTo("v1");
        assertThat(envoy.at("/types/cluster/refused")).hasSize(1);
        assertThat(envoy.at("/types/cluster/refused/0/name").asText()).isEqualTo("bad");
        assertThat(envoy.at("/types/cluster/refused/0/message").asText()).isEqualTo("no such filter");
    }

    @Test
    void tellsWhatItIsSparedBecauseOthersRefusedItFromWhatItRefusedItself() {
        JsonNode withheld = reported().at("/types/cluster/withheld");

        assertThat(withheld).hasSize(1);
        assertThat(withheld.at("/0/name").asText()).isEqualTo("spared");
        assertThat(withheld.at("/0/version").asText()).isEqualTo("v3");
        assertThat(withheld.at("/0/since").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(withheld.at("/0/message").asText()).isEqualTo("no such socket");
    }

    @Test
    void tellsWhatWentOverTheStreamAndHowOftenItWasRefused() {
        JsonNode sent = reported().at("/types/cluster/sent");

        assertThat(sent.path("responses").asInt()).isEqualTo(5);
        assertThat(sent.path("refusals").asInt()).isEqualTo(1);
        assertThat(sent.path("resources").asInt()).isEqualTo(4);
        assertThat(sent.path("removals").asInt()).isEqualTo(3);
        assertThat(sent.path("bytes").asInt()).isEqualTo(42);
    }

    @Test
    void aMemberSeesItsOwnAndNoOthers() {
        Identity tokyo = new Identity.MemberGateway(new MemberId("tokyo"));
        Identity osaka = new Identity.MemberGateway(new MemberId("osaka"));

        assertThat(api.request(tokyo, "GET", "/members/tokyo/deliveries", "", "")
                        .code())
                .isEqualTo(200);
        assertThat(api.request(osaka, "GET", "/members/tokyo/deliveries", "", "")
                        .code())
                .isEqualTo(403);
    }

    @Test
    void aMemberThatIsNotRegisteredIsNotFound() {
        assertThat(api.get("/members/nagoya/deliveries").message()).contains("Register it");
    }

    private JsonNode reported() {
        api.deliveries.connect(GROUP, new OneEnvoy(delivery()));
        return api.get("/members/tokyo/deliveries").body().at("/items/0");
    }

    private static EnvoyDelivery delivery() {
        var clusters = new TypeDelivery(
                new TreeMap<>(Map.of(
                        "good",
                        new ResourceDelivery(new Held.Version("v1"), new Progress.Acknowledged()),
                        "bad",
                        new ResourceDelivery(
                                new Held.Nothing(), new Progress.Refused(refusal("bad", "v2", "no such filter"))),
                        "spared",
                        new ResourceDelivery(
                                new Held.Nothing(), new Progress.Withheld(refusal("spared", "v3", "no such socket"))))),
                new Traffic(5, 4, 3, 42, 1));
        return new EnvoyDelivery(GROUP, "tokyo-1", Instant.EPOCH, "delta", Map.of(ResourceType.CLUSTER, clusters));
    }

    private static Refusal refusal(String cluster, String version, String words) {
        return new Refusal(new ResourceKey(ResourceType.CLUSTER, cluster), version, words, Instant.EPOCH);
    }
}
