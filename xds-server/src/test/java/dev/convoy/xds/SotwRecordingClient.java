package dev.convoy.xds;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import dev.convoy.xds.snapshot.ResourceType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Speaks state of the world. */
final class SotwRecordingClient extends RecordingClient<DiscoveryRequest, DiscoveryResponse> {
    private final Map<ResourceType, String> versions = new EnumMap<>(ResourceType.class);
    private final Map<ResourceType, String> nonces = new EnumMap<>(ResourceType.class);

    SotwRecordingClient(ManagedChannel channel) {
        super(channel);
    }

    @Override
    StreamObserver<DiscoveryRequest> open(ManagedChannel channel, StreamObserver<DiscoveryResponse> responses) {
        return AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(responses);
    }

    @Override
    void resume() {
        nonces.clear();
        List.copyOf(wants.keySet()).forEach(type -> send(request(type).build()));
    }

    @Override
    void want(ResourceType type, String... names) {
        wanted(type).addAll(List.of(names));
        send(request(type).build());
    }

    @Override
    void wantNoLonger(ResourceType type, String... names) {
        List.of(names).forEach(wanted(type)::remove);
        List.of(names).forEach(of(type)::remove);
        send(request(type).build());
    }

    @Override
    void take(DiscoveryResponse response) {
        ResourceType type = type(response);
        Map<String, String> mine = of(type);
        if (isWhole(type)) {
            mine.clear();
        }
        response.getResourcesList().forEach(any -> mine.put(name(any), content(any)));
        if (isWhole(type)) {
            identify(type.name(), response.getVersionInfo(), mine.toString());
        }
        versions.put(type, response.getVersionInfo());
        nonces.put(type, response.getNonce());
        send(request(type).build());
    }

    @Override
    void refuse(DiscoveryResponse response) {
        ResourceType type = type(response);
        nonces.put(type, response.getNonce());
        send(request(type)
                .setErrorDetail(Status.newBuilder().setCode(13).setMessage("bad taste"))
                .build());
    }

    @Override
    ResourceType type(DiscoveryResponse response) {
        return typed(response.getTypeUrl());
    }

    private static boolean isWhole(ResourceType type) {
        return type == ResourceType.CLUSTER || type == ResourceType.LISTENER;
    }

    private DiscoveryRequest.Builder request(ResourceType type) {
        return DiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId("gw-1"))
                .setTypeUrl(type.typeUrl())
                .addAllResourceNames(wanted(type))
                .setVersionInfo(versions.getOrDefault(type, ""))
                .setResponseNonce(nonces.getOrDefault(type, ""));
    }

    private static String name(Any any) {
        try {
            return switch (typed(any.getTypeUrl())) {
                case CLUSTER -> any.unpack(Cluster.class).getName();
                case ENDPOINTS -> any.unpack(ClusterLoadAssignment.class).getClusterName();
                case LISTENER -> any.unpack(Listener.class).getName();
                case ROUTES -> any.unpack(RouteConfiguration.class).getName();
                case SCOPES, SECRET ->
                    throw new IllegalArgumentException("not among the fixtures: " + any.getTypeUrl());
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
