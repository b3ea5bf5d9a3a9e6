package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.resources;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshots;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireTest {
    private final List<Resource> clusters = List.copyOf(new Snapshots()
            .publish(TOKYO, resources(cluster("a"), cluster("b".repeat(300))))
            .snapshot()
            .of(ResourceType.CLUSTER)
            .values());

    @Test
    void aDeltaResponseIsWhatProtobufWouldWrite() throws InvalidProtocolBufferException {
        DeltaDiscoveryResponse.Builder expected = DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(ResourceType.CLUSTER.typeUrl())
                .setNonce("7")
                .addRemovedResources("gone");
        for (Resource resource : clusters) {
            expected.addResources(io.envoyproxy.envoy.service.discovery.v3.Resource.newBuilder()
                    .setName(resource.name())
                    .setVersion(resource.version())
                    .setResource(Any.parseFrom(resource.any())));
        }
        byte[] bytes = Wire.delta(new Response(ResourceType.CLUSTER, "7", "", clusters, List.of("gone")))
                .toByteArray();
        assertThat(DeltaDiscoveryResponse.parseFrom(bytes)).isEqualTo(expected.build());
    }

    @Test
    void aStateOfTheWorldResponseIsWhatProtobufWouldWrite() throws InvalidProtocolBufferException {
        DiscoveryResponse.Builder expected = DiscoveryResponse.newBuilder()
                .setTypeUrl(ResourceType.CLUSTER.typeUrl())
                .setNonce("7")
                .setVersionInfo("2-ab");
        for (Resource resource : clusters) {
            expected.addResources(Any.parseFrom(resource.any()));
        }
        byte[] bytes = Wire.sotw(new Response(ResourceType.CLUSTER, "7", "2-ab", clusters, List.of()))
                .toByteArray();
        assertThat(DiscoveryResponse.parseFrom(bytes)).isEqualTo(expected.build());
    }
}
