package dev.convoy.xds.stream;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;

/** The aggregated service's delta method as the server knows it, to be asked and heard in bytes of any kind. */
public final class AnyBytes {
    private AnyBytes() {}

    public static MethodDescriptor<byte[], byte[]> method() {
        MethodDescriptor<byte[], Outbound> method = StreamKind.DELTA.method();
        Marshaller<byte[]> bytes = method.getRequestMarshaller();
        return method.toBuilder(bytes, bytes).build();
    }
}
