package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.resources;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.MemberId;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.stream.PeerIdentities;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class XdsServerTest {
    private static final String PREFIX = "spiffe://fleet.convoy.dev/gateway/";

    private final TestAuthority authority = new TestAuthority("fleet");
    private final TestAuthority.Identity serverIdentity = authority.server("hub.fleet.convoy.dev");
    private final Snapshots snapshots = new Snapshots();

    static final PeerIdentities BY_URI = chain -> uri(chain.getFirst())
            .filter(uri -> uri.startsWith(PREFIX))
            .map(uri -> new EnvoyGroup(new MemberId(uri.substring(PREFIX.length())), EnvoyGroup.DEFAULT_POOL));

    @Test
    void aDeltaStreamOverMutualTlsGetsWhatIsPublished() throws Exception {
        snapshots.publish(TOKYO, resources(cluster("a")));
        try (XdsServer server = start()) {
            ManagedChannel channel = channel(server, authority.client(PREFIX + "tokyo"));
            BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
            StreamObserver<DeltaDiscoveryRequest> requests =
                    AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(into(seen));
            requests.onNext(DeltaDiscoveryRequest.newBuilder()
                    .setNode(Node.newBuilder().setId("gw-1"))
                    .setTypeUrl(ResourceType.CLUSTER.typeUrl())
                    .build());
            assertThat(seen.poll(5, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(DeltaDiscoveryResponse.class, response -> {
                        assertThat(response.getResourcesList()).hasSize(1);
                        assertThat(response.getResources(0).getName()).isEqualTo("a");
                        assertThat(response.getResources(0).getResource().getTypeUrl())
                                .isEqualTo(ResourceType.CLUSTER.typeUrl());
                    });
            channel.shutdownNow();
        }
    }

    private XdsServer start() throws Exception {
        return XdsServer.start(
                XdsServerConfig.at(new InetSocketAddress("127.61.0.1", 0)),
                () -> authority.keysFor(serverIdentity),
                BY_URI,
                snapshots);
    }

    private ManagedChannel channel(XdsServer server, TestAuthority.Identity client) throws Exception {
        return NettyChannelBuilder.forAddress(server.address())
                .overrideAuthority("hub.fleet.convoy.dev")
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(authority.certificate())
                        .keyManager(client.key(), client.certificate())
                        .build())
                .build();
    }

    private static <T> StreamObserver<T> into(BlockingQueue<Object> queue) {
        return new StreamObserver<>() {
            @Override
            public void onNext(T value) {
                queue.add(value);
            }

            @Override
            public void onError(Throwable cause) {
                queue.add(cause);
            }

            @Override
            public void onCompleted() {
                queue.add("completed");
            }
        };
    }

    private static Optional<String> uri(X509Certificate certificate) {
        try {
            for (List<?> name : certificate.getSubjectAlternativeNames()) {
                if (name.get(0).equals(6)) {
                    return Optional.of((String) name.get(1));
                }
            }
            return Optional.empty();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }
}
