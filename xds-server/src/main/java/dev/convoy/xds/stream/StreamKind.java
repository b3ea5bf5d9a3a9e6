package dev.convoy.xds.stream;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;

/** The two methods of the aggregated discovery service: how each is called, how its requests are read and what protocol it speaks. */
record StreamKind<Q extends Message>(
        MethodDescriptor<byte[], Outbound> method,
        Parser<Q> parser,
        Function<Q, Optional<Request>> read,
        Function<Q, String> node,
        Function<WholeStates, Protocol> protocol) {
    static final String SERVICE = "envoy.service.discovery.v3.AggregatedDiscoveryService";

    static final StreamKind<DiscoveryRequest> SOTW = new StreamKind<>(
            method("StreamAggregatedResources"),
            DiscoveryRequest.parser(),
            Messages::request,
            message -> message.getNode().getId(),
            SotwProtocol::new);

    static final StreamKind<DeltaDiscoveryRequest> DELTA = new StreamKind<>(
            method("DeltaAggregatedResources"),
            DeltaDiscoveryRequest.parser(),
            Messages::request,
            message -> message.getNode().getId(),
            _ -> new DeltaProtocol());

    private static MethodDescriptor<byte[], Outbound> method(String name) {
        return MethodDescriptor.<byte[], Outbound>newBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(new Requests())
                .setResponseMarshaller(new Responses())
                .build();
    }

    private static final class Responses implements MethodDescriptor.Marshaller<Outbound> {
        @Override
        public InputStream stream(Outbound response) {
            return response.stream();
        }

        @Override
        public Outbound parse(InputStream stream) {
            throw new UnsupportedOperationException("a server reads no responses");
        }
    }

    /** Requests are parsed where a fault of theirs can be answered. */
    private static final class Requests implements MethodDescriptor.Marshaller<byte[]> {
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
