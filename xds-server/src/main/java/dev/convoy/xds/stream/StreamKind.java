package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.ResourceType;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A method of a discovery service: how it is called, which types it is about, how its requests are read and what protocol it speaks. The
 * aggregated service is about all types, each of the others about one.
 */
record StreamKind(
        MethodDescriptor<byte[], Outbound> method,
        Set<ResourceType> served,
        Reader reader,
        Function<InCommon, Protocol> protocol) {
    interface Reader {
        /**
         * Reads a request about these types.
         *
         * @throws IOException where the bytes are none
         */
        Incoming read(byte[] bytes, Set<ResourceType> served) throws IOException;
    }

    private static final String SERVICES = "envoy.service.";

    static final StreamKind SOTW =
            sotw("discovery.v3.AggregatedDiscoveryService", "AggregatedResources", EnumSet.allOf(ResourceType.class));

    static final StreamKind DELTA =
            delta("discovery.v3.AggregatedDiscoveryService", "AggregatedResources", EnumSet.allOf(ResourceType.class));

    static final List<StreamKind> ALL = Stream.concat(
                    Stream.of(SOTW, DELTA), Stream.of(ResourceType.values()).flatMap(StreamKind::separate))
            .toList();

    private static Stream<StreamKind> separate(ResourceType type) {
        return switch (type) {
            case SECRET -> separate("secret.v3.SecretDiscoveryService", "Secrets", type);
            case CLUSTER -> separate("cluster.v3.ClusterDiscoveryService", "Clusters", type);
            case ENDPOINTS -> separate("endpoint.v3.EndpointDiscoveryService", "Endpoints", type);
            case LISTENER -> separate("listener.v3.ListenerDiscoveryService", "Listeners", type);
            case SCOPES -> separate("route.v3.ScopedRoutesDiscoveryService", "ScopedRoutes", type);
            case ROUTES -> separate("route.v3.RouteDiscoveryService", "Routes", type);
        };
    }

    private static Stream<StreamKind> separate(String service, String resources, ResourceType type) {
        return Stream.of(sotw(service, resources, EnumSet.of(type)), delta(service, resources, EnumSet.of(type)));
    }

    private static StreamKind sotw(String service, String resources, Set<ResourceType> served) {
        return new StreamKind(
                method(service, "Stream" + resources),
                served,
                RequestReader::sotw,
                common -> new SotwProtocol(common.states()));
    }

    private static StreamKind delta(String service, String resources, Set<ResourceType> served) {
        return new StreamKind(
                method(service, "Delta" + resources),
                served,
                RequestReader::delta,
                common -> new DeltaProtocol(common.bundles()));
    }

    Incoming read(byte[] bytes) throws IOException {
        return reader.read(bytes, served);
    }

    private static MethodDescriptor<byte[], Outbound> method(String service, String name) {
        return MethodDescriptor.<byte[], Outbound>newBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICES + service, name))
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
                if (stream instanceof KnownLength) {
                    byte[] bytes = new byte[stream.available()];
                    stream.readNBytes(bytes, 0, bytes.length);
                    return bytes;
                }
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
