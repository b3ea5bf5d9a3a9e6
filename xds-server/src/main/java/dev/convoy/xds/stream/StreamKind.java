package dev.convoy.xds.stream;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The two methods of the aggregated discovery service: how each is called, how its requests are read and what protocol it speaks. */
record StreamKind<Q extends Message>(
        MethodDescriptor<Q, byte[]> method,
        Function<Q, Optional<Request>> read,
        Function<Q, String> node,
        Supplier<Protocol> protocol) {
    static final String SERVICE = "envoy.service.discovery.v3.AggregatedDiscoveryService";

    static final StreamKind<DiscoveryRequest> SOTW = new StreamKind<>(
            method("StreamAggregatedResources", DiscoveryRequest.getDefaultInstance()),
            Messages::request,
            message -> message.getNode().getId(),
            SotwProtocol::new);

    static final StreamKind<DeltaDiscoveryRequest> DELTA = new StreamKind<>(
            method("DeltaAggregatedResources", DeltaDiscoveryRequest.getDefaultInstance()),
            Messages::request,
            message -> message.getNode().getId(),
            DeltaProtocol::new);

    private static <Q extends Message> MethodDescriptor<Q, byte[]> method(String name, Q example) {
        return MethodDescriptor.<Q, byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(ProtoUtils.marshaller(example))
                .setResponseMarshaller(new Bytes())
                .build();
    }

    /** Responses are bytes already. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
