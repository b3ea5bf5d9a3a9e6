package dev.convoy.xds.stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.convoy.xds.snapshot.Resource;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;

/** Responses as bytes, put together from resources that are serialized already and never copied on the way. */
final class Wire {
    private Wire() {}

    static Outbound sotw(Response response) {
        ByteString head = DiscoveryResponse.newBuilder()
                .setVersionInfo(response.version())
                .setTypeUrl(response.type().typeUrl())
                .setNonce(response.nonce())
                .build()
                .toByteString();
        int size = head.size();
        for (Resource resource : response.resources()) {
            size += embedded(
                    DiscoveryResponse.RESOURCES_FIELD_NUMBER, resource.any().size());
        }
        return new Outbound(size, out -> {
            out.writeRawBytes(head);
            for (Resource resource : response.resources()) {
                out.writeBytes(DiscoveryResponse.RESOURCES_FIELD_NUMBER, resource.any());
            }
        });
    }

    static Outbound delta(Response response) {
        ByteString head = DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(response.type().typeUrl())
                .setNonce(response.nonce())
                .addAllRemovedResources(response.removed())
                .build()
                .toByteString();
        int size = head.size();
        for (Resource resource : response.resources()) {
            size += embedded(
                    DeltaDiscoveryResponse.RESOURCES_FIELD_NUMBER,
                    resource.wire().size());
        }
        return new Outbound(size, out -> {
            out.writeRawBytes(head);
            for (Resource resource : response.resources()) {
                out.writeBytes(DeltaDiscoveryResponse.RESOURCES_FIELD_NUMBER, resource.wire());
            }
        });
    }

    private static int embedded(int field, int size) {
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
    }
}
