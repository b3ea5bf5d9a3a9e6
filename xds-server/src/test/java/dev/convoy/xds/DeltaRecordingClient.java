package dev.convoy.xds;

import com.google.rpc.Status;
import dev.convoy.xds.snapshot.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Speaks delta. */
final class DeltaRecordingClient extends RecordingClient<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
    private final Map<ResourceType, Map<String, String>> versions = new EnumMap<>(ResourceType.class);

    DeltaRecordingClient(ManagedChannel channel) {
        super(channel);
    }

    @Override
    StreamObserver<DeltaDiscoveryRequest> open(
            ManagedChannel channel, StreamObserver<DeltaDiscoveryResponse> responses) {
        return AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(responses);
    }

    @Override
    void resume() {
        List.copyOf(wants.keySet())
                .forEach(type -> send(request(type)
                        .addAllResourceNamesSubscribe(wanted(type))
                        .putAllInitialResourceVersions(versions(type))
                        .build()));
    }

    @Override
    void want(ResourceType type, String... names) {
        wanted(type).addAll(List.of(names));
        send(request(type).addAllResourceNamesSubscribe(List.of(names)).build());
    }

    @Override
    void wantNoLonger(ResourceType type, String... names) {
        List.of(names).forEach(name -> {
            wanted(type).remove(name);
            of(type).remove(name);
            versions(type).remove(name);
        });
        send(request(type).addAllResourceNamesUnsubscribe(List.of(names)).build());
    }

    @Override
    void take(DeltaDiscoveryResponse response) {
        ResourceType type = type(response);
        response.getResourcesList().forEach(resource -> {
            String content = content(resource.getResource());
            identify(type + " " + resource.getName(), resource.getVersion(), content);
            of(type).put(resource.getName(), content);
            versions(type).put(resource.getName(), resource.getVersion());
        });
        response.getRemovedResourcesList().forEach(name -> {
            of(type).remove(name);
            versions(type).remove(name);
        });
        send(request(type).setResponseNonce(response.getNonce()).build());
    }

    @Override
    void refuse(DeltaDiscoveryResponse response) {
        send(request(type(response))
                .setResponseNonce(response.getNonce())
                .setErrorDetail(Status.newBuilder().setCode(13).setMessage("bad taste"))
                .build());
    }

    @Override
    ResourceType type(DeltaDiscoveryResponse response) {
        return typed(response.getTypeUrl());
    }

    private DeltaDiscoveryRequest.Builder request(ResourceType type) {
        return DeltaDiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId("gw-1"))
                .setTypeUrl(type.typeUrl());
    }

    private Map<String, String> versions(ResourceType type) {
        return versions.computeIfAbsent(type, t -> new TreeMap<>());
    }
}
