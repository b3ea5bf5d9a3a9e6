package dev.convoy.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.snapshot.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A client's end of a delta stream. */
final class DeltaClient implements ClientResponseObserver<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
    private final boolean reads;
    final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    final StreamObserver<DeltaDiscoveryRequest> requests;

    DeltaClient(ManagedChannel channel) {
        this(channel, true);
    }

    DeltaClient(ManagedChannel channel, boolean reads) {
        this.reads = reads;
        this.requests = AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(this);
    }

    /** On the stream that a method other than the aggregated service's opens. */
    DeltaClient(Function<StreamObserver<DeltaDiscoveryResponse>, StreamObserver<DeltaDiscoveryRequest>> method) {
        this.reads = true;
        this.requests = method.apply(this);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<DeltaDiscoveryRequest> call) {
        if (!reads) {
            call.disableAutoRequestWithInitial(0);
        }
    }

    void acknowledge(DeltaDiscoveryResponse response) {
        requests.onNext(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(response.getTypeUrl())
                .setResponseNonce(response.getNonce())
                .build());
    }

    void ask(String node) {
        requests.onNext(DeltaDiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId(node))
                .setTypeUrl(ResourceType.CLUSTER.typeUrl())
                .build());
    }

    DeltaDiscoveryResponse response() throws InterruptedException {
        return (DeltaDiscoveryResponse) next();
    }

    Status end() throws InterruptedException {
        Object last = next();
        while (last instanceof DeltaDiscoveryResponse) {
            last = next();
        }
        return last instanceof Throwable cause ? Status.fromThrowable(cause) : Status.OK;
    }

    private Object next() throws InterruptedException {
        Object next = seen.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("something from the server").isNotNull();
        return next;
    }

    @Override
    public void onNext(DeltaDiscoveryResponse response) {
        seen.add(response);
    }

    @Override
    public void onError(Throwable cause) {
        seen.add(cause);
    }

    @Override
    public void onCompleted() {
        seen.add("completed");
    }
}
