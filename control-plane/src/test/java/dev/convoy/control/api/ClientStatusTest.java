package dev.convoy.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
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
import io.envoyproxy.envoy.admin.v3.ClientResourceStatus;
import io.envoyproxy.envoy.service.status.v3.ClientConfig;
import io.envoyproxy.envoy.service.status.v3.ClientConfig.GenericXdsConfig;
import io.envoyproxy.envoy.service.status.v3.ClientStatusResponse;
import io.envoyproxy.envoy.service.status.v3.ConfigStatus;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientStatusTest {
    private static final String PATH = "/v3/discovery:client_status";
    private static final EnvoyGroup TOKYO = group("tokyo");
    private static final Held NOTHING = new Held.Nothing();
    private static final Held V1 = new Held.Version("v1");
    private static final Refusal REFUSAL =
            new Refusal(new ResourceKey(ResourceType.CLUSTER, "a"), "v2", "no such filter", Instant.ofEpochSecond(7));

    private final TestApi api = new TestApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void anEnvoyIsToldByWhatItsCertificateProvesAndWhatItCallsItself() throws Exception {
        connect(TOKYO, "gw-1", Map.of());
        ClientConfig config = ask("{}").getConfig(0);
        assertThat(config.getNode().getId()).isEqualTo("gw-1");
        assertThat(config.getNode().getCluster()).as("as its bootstrap says").isEqualTo("tokyo/default");
        assertThat(config.getNode()
                        .getMetadata()
                        .getFieldsOrThrow("provedByCertificate")
                        .getStructValue()
                        .getFieldsMap())
                .hasEntrySatisfying(
                        "member", member -> assertThat(member.getStringValue()).isEqualTo("tokyo"))
                .hasEntrySatisfying(
                        "pool", pool -> assertThat(pool.getStringValue()).isEqualTo("default"));
    }

    @Test
    void whatIsAcknowledgedIsInSync() throws Exception {
        GenericXdsConfig told = tell(V1, new Progress.Acknowledged());
        assertThat(told.getTypeUrl()).isEqualTo("type.googleapis.com/envoy.config.cluster.v3.Cluster");
        assertThat(told.getName()).isEqualTo("a");
        assertThat(told.getVersionInfo()).isEqualTo("v1");
        assertStatus(told, ConfigStatus.SYNCED, ClientResourceStatus.ACKED);
        assertThat(told.hasErrorState()).isFalse();
    }

    @Test
    void whatIsNotAnsweredYetIsStaleAndWhatIsDueNotSent() throws Exception {
        assertStatus(tell(NOTHING, new Progress.Sent()), ConfigStatus.STALE, ClientResourceStatus.REQUESTED);
        assertStatus(tell(V1, new Progress.Sent()), ConfigStatus.STALE, ClientResourceStatus.ACKED);
        assertStatus(tell(NOTHING, new Progress.Due()), ConfigStatus.NOT_SENT, ClientResourceStatus.REQUESTED);
        assertStatus(tell(V1, new Progress.Due()), ConfigStatus.NOT_SENT, ClientResourceStatus.ACKED);
        assertStatus(tell(new Held.Unknown(), new Progress.Due()), ConfigStatus.NOT_SENT, ClientResourceStatus.UNKNOWN);
    }

    @Test
    void aRefusalIsAnErrorWithTheRefusedVersionBesideTheOneThatIsHeld() throws Exception {
        GenericXdsConfig told = tell(V1, new Progress.Refused(REFUSAL));
        assertStatus(told, ConfigStatus.ERROR, ClientResourceStatus.NACKED);
        assertThat(told.getVersionInfo()).isEqualTo("v1");
        assertThat(told.getErrorState().getVersionInfo()).isEqualTo("v2");
        assertThat(told.getErrorState().getDetails()).isEqualTo("no such filter");
        assertThat(told.getErrorState().getLastUpdateAttempt()).isEqualTo(Timestamps.fromSeconds(7));
    }

    @Test
    void whatOthersRefusedWasNeverSent() throws Exception {
        GenericXdsConfig told = tell(V1, new Progress.Withheld(REFUSAL));
        assertStatus(told, ConfigStatus.NOT_SENT, ClientResourceStatus.ACKED);
        assertThat(told.hasErrorState()).isFalse();
    }

    @Test
    void whatIsAskedForAndNotThereDoesNotExist() throws Exception {
        assertStatus(tell(NOTHING, new Progress.Missing()), ConfigStatus.NOT_SENT, ClientResourceStatus.DOES_NOT_EXIST);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                                                  | gw-1 gw-2 edge
            {}                                                                                  | gw-1 gw-2 edge
            {"node_matchers": null, "exclude_resource_contents": false}                         | gw-1 gw-2 edge
            {"node": {"id": "me"}, "excludeResourceContents": true}                             | gw-1 gw-2 edge
            {"nodeMatchers": [{"nodeId": {"exact": "gw-2"}}]}                                   | gw-2
            {"node_matchers": [{"node_id": {"prefix": "gw"}}]}                                  | gw-1 gw-2
            {"node_matchers": [{"node_id": {"suffix": "-1"}}]}                                  | gw-1
            {"node_matchers": [{"node_id": {"contains": "D", "ignore_case": true}}]}            | edge
            {"node_matchers": [{"node_id": {"safe_regex": {"regex": "gw-[0-9]"}}}]}             | gw-1 gw-2
            {"node_matchers": [{"node_id": {"safe_regex": {"regex": "gw"}}}]}                   | ``
            {"node_matchers": [{"node_id": {"exact": "gw-1"}}, {"node_id": {"exact": "edge"}}]} | gw-1 edge
            """)
    void matchersNameTheEnvoysThatAreMeant(String request, String envoys) throws Exception {
        connect(TOKYO, "gw-1", Map.of());
        connect(TOKYO, "gw-2", Map.of());
        connect(group("yokohama"), "edge", Map.of());
        assertThat(ask(request).getConfigList())
                .extracting(config -> config.getNode().getId())
                .containsExactly(envoys.isEmpty() ? new String[0] : envoys.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                                                                  | made of objects
            {"node_matchers"                                                                    | not valid JSON
            {"node_matcher": []}                                                                | Did you mean "node_matchers"?
            {"node_matchers": [], "nodeMatchers": []}                                           | given twice
            {"node_matchers": {}}                                                               | must be a list
            {"node_matchers": ["gw-1"]}                                                         | made of objects
            {"node_matchers": [{"node_metadatas": []}]}                                         | Match node_id.
            {"node_matchers": [{"node_id": {}}]}                                                | exactly one of
            {"node_matchers": [{"node_id": {"exact": "a", "prefix": "a"}}]}                     | exactly one of
            {"node_matchers": [{"node_id": {"exact": 1}}]}                                      | as a string
            {"node_matchers": [{"node_id": {"prefix": ""}}]}                                    | must not be empty
            {"node_matchers": [{"node_id": {"custom": {}}}]}                                    | There are:
            {"node_matchers": [{"node_id": {"safe_regex": {"regex": "a(("}}}]}                  | RE2 syntax
            {"node_matchers": [{"node_id": {"safe_regex": {"regex": "((a{999}){999}){999}"}}}]} | repeats too much
            {"exclude_resource_contents": "yes"}                                                | true or false
            """)
    void whatIsNotUnderstoodIsRefusedWithASentence(String request, String sentence) {
        TestApi.Reply reply = api.post(PATH, request);
        assertThat(reply.code()).isEqualTo(400);
        assertThat(reply.message()).contains(sentence);
    }

    @Test
    void itIsAPostOfJson() {
        assertThat(api.get(PATH).code()).isEqualTo(405);
        assertThat(api.request(TestApi.ADMIN, "POST", PATH, "application/grpc", "")
                        .code())
                .isEqualTo(415);
    }

    @Test
    void aMemberSeesItsOwnAndNoOthers() throws Exception {
        connect(TOKYO, "gw-1", Map.of());
        connect(group("osaka"), "gw-2", Map.of());
        Identity osaka = new Identity.MemberGateway(new MemberId("osaka"));
        assertThat(parsed(api.request(osaka, "POST", PATH, "application/json", "{}"))
                        .getConfigList())
                .extracting(config -> config.getNode().getCluster())
                .containsExactly("osaka/default");
    }

    @Test
    void whereAnAnswerWouldBeTooLongItSaysHowToAskForLess() throws Exception {
        var clusters = new TreeMap<String, ResourceDelivery>();
        var acknowledged = new ResourceDelivery(V1, new Progress.Acknowledged());
        for (int i = 0; i < 50_001; i++) {
            clusters.put("cluster-" + i, acknowledged);
        }
        connect(TOKYO, "gw-1", clusters);
        connect(TOKYO, "gw-2", clusters);
        TestApi.Reply reply = api.post(PATH, "{}");
        assertThat(reply.code()).isEqualTo(400);
        assertThat(reply.message()).contains("Name fewer of them with node_matchers");
        assertThat(ask("{\"node_matchers\": [{\"node_id\": {\"exact\": \"gw-2\"}}]}")
                        .getConfig(0)
                        .getGenericXdsConfigsCount())
                .isEqualTo(50_001);
    }

    private GenericXdsConfig tell(Held held, Progress progress) throws InvalidProtocolBufferException {
        String node = "gw-" + api.deliveries.connected(TOKYO);
        connect(TOKYO, node, Map.of("a", new ResourceDelivery(held, progress)));
        return ask("{\"node_matchers\": [{\"node_id\": {\"exact\": \"" + node + "\"}}]}")
                .getConfig(0)
                .getGenericXdsConfigs(0);
    }

    private static void assertStatus(GenericXdsConfig told, ConfigStatus config, ClientResourceStatus client) {
        assertThat(told.getConfigStatus()).isEqualTo(config);
        assertThat(told.getClientStatus()).isEqualTo(client);
    }

    private ClientStatusResponse ask(String request) throws InvalidProtocolBufferException {
        return parsed(api.post(PATH, request));
    }

    private static ClientStatusResponse parsed(TestApi.Reply reply) throws InvalidProtocolBufferException {
        assertThat(reply.code()).as("%s", reply.body()).isEqualTo(200);
        var response = ClientStatusResponse.newBuilder();
        JsonFormat.parser().merge(reply.body().toString(), response);
        return response.build();
    }

    private void connect(EnvoyGroup group, String node, Map<String, ResourceDelivery> clusters) {
        var type = new TypeDelivery(new TreeMap<>(clusters), Traffic.NONE);
        api.deliveries.connect(
                group,
                new OneEnvoy(
                        new EnvoyDelivery(group, node, Instant.EPOCH, "delta", Map.of(ResourceType.CLUSTER, type))));
    }

    private static EnvoyGroup group(String member) {
        return new EnvoyGroup(new MemberId(member), EnvoyGroup.DEFAULT_POOL);
    }
}
