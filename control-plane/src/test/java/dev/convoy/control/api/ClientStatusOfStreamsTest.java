package dev.convoy.control.api;

import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Status;
import dev.convoy.model.MemberId;
import dev.convoy.model.PersistentMap;
import dev.convoy.xds.XdsServer;
import dev.convoy.xds.XdsServerConfig;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.snapshot.XdsResources;
import io.envoyproxy.envoy.admin.v3.ClientResourceStatus;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.status.v3.ClientConfig.GenericXdsConfig;
import io.envoyproxy.envoy.service.status.v3.ClientStatusResponse;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both servers as they are: a client takes, refuses and misses something on the one, and the other tells of it. */
class ClientStatusOfStreamsTest {
    private static final EnvoyGroup TOKYO = new EnvoyGroup(new MemberId("tokyo"), EnvoyGroup.DEFAULT_POOL);
    private static final String REFUSED = "Error adding/updating cluster(s) bad: no such filter";

    @Test
    void whatAClientTookRefusedAndMissesIsToldInTheWordsOfCsds(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.create(folder);
        var snapshots = new Snapshots();
        snapshots.publish(TOKYO, clusters("good", "bad"));
        try (XdsServer xds = XdsServer.start(
                        XdsServerConfig.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        certificate::serverKeys,
                        _ -> Optional.of(TOKYO),
                        snapshots);
                ServedApi api = new ServedApi(certificate, xds.deliveries(), Limits.standard());
                var client = new Client(certificate, xds.port())) {
            client.subscribe(CLUSTER);
            client.subscribe(ROUTES, "absent");

            List<GenericXdsConfig> told = settled(api);

            assertThat(told)
                    .extracting(config -> config.getName() + " " + config.getConfigStatus() + " "
                            + config.getClientStatus() + " "
                            + config.getErrorState().getDetails())
                    .containsExactly(
                            "bad ERROR NACKED " + REFUSED, "good SYNCED ACKED ", "absent NOT_SENT DOES_NOT_EXIST ");
            assertThat(told.getFirst().getVersionInfo()).as("it never had one").isEmpty();
            assertThat(told.get(1).getVersionInfo()).isNotEmpty();
        }
    }

    /** What is told once the client has answered everything. */
    private static List<GenericXdsConfig> settled(ServedApi api) throws IOException, InterruptedException {
        List<GenericXdsConfig> told = List.of();
        for (int i = 0; i < 1_000; i++) {
            HttpResponse<String> answer = api.send(api.post("/v3/discovery:client_status", "{}"));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            var response = ClientStatusResponse.newBuilder();
            JsonFormat.parser().merge(answer.body(), response);
            told = response.getConfigList().stream()
                    .flatMap(envoy -> envoy.getGenericXdsConfigsList().stream())
                    .toList();
            if (told.size() == 3
                    && told.stream()
                            .noneMatch(config -> config.getClientStatus() == ClientResourceStatus.REQUESTED
                                    || config.getClientStatus() == ClientResourceStatus.UNKNOWN)) {
                return told;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("not settled after 10 s: " + told);
    }

    private static XdsResources clusters(String... names) {
        PersistentMap<String, Resource> clusters = PersistentMap.empty();
        for (String name : names) {
            clusters = clusters.with(
                    name,
                    Resource.of(
                            CLUSTER, name, Cluster.newBuilder().setName(name).build()));
        }
        return new XdsResources(Map.of(CLUSTER, clusters));
    }

    /** Refuses every response that holds {@code bad}, and takes all others. */
    private static final class Client implements StreamObserver<DeltaDiscoveryResponse>, AutoCloseable {
        private final ManagedChannel channel;
        private final StreamObserver<DeltaDiscoveryRequest> requests;

        Client(TestCertificate certificate, int port) throws IOException {
            channel = Grpc.newChannelBuilderForAddress(
                            ServedApi.ADDRESS,
                            port,
                            TlsChannelCredentials.newBuilder()
                                    .keyManager(stream(certificate.certificate()), stream(certificate.key()))
                                    .trustManager(stream(certificate.certificate()))
                                    .build())
                    .build();
            requests = AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(this);
        }

        private static InputStream stream(String pem) {
            return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        }

        void subscribe(ResourceType type, String... names) {
            say(DeltaDiscoveryRequest.newBuilder()
                    .setNode(Node.newBuilder().setId("gw-1"))
                    .setTypeUrl(type.typeUrl())
                    .addAllResourceNamesSubscribe(List.of(names)));
        }

        private synchronized void say(DeltaDiscoveryRequest.Builder request) {
            requests.onNext(request.build());
        }

        @Override
        public void onNext(DeltaDiscoveryResponse response) {
            var answer = DeltaDiscoveryRequest.newBuilder()
                    .setTypeUrl(response.getTypeUrl())
                    .setResponseNonce(response.getNonce());
            if (response.getResourcesList().stream()
                    .anyMatch(resource -> resource.getName().equals("bad"))) {
                answer.setErrorDetail(Status.newBuilder().setMessage(REFUSED));
            }
            say(answer);
        }

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {}

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }
}
