package dev.convoy.xds.translate;

import dev.convoy.model.SocketAddress;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A gRPC server that answers with its name. */
public final class GrpcPod implements AutoCloseable {
    /** What its requests' paths begin with. */
    static final String PATH = "/test.Echo";

    private static final MethodDescriptor<String, String> CALL = MethodDescriptor.newBuilder(new Text(), new Text())
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("test.Echo/Call")
            .build();

    private final Server server;

    private GrpcPod(Server server) {
        this.server = server;
    }

    public static GrpcPod start(String name, String ip) {
        var service = ServerServiceDefinition.builder("test.Echo")
                .addMethod(CALL, ServerCalls.asyncUnaryCall((_, answer) -> {
                    answer.onNext(name);
                    answer.onCompleted();
                }))
                .build();
        try {
            return new GrpcPod(NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.ofLiteral(ip), 0))
                    .addService(service)
                    .build()
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls through whatever stands at an address, in plaintext, and returns the name of the Pod that answered. */
    public static String call(String ip, int port) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(ip, port).usePlaintext().build();
        try {
            return call(channel);
        } finally {
            channel.shutdownNow();
        }
    }

    /** Calls whatever the channel leads to, and returns the name of the Pod that answered. */
    public static String call(Channel channel) {
        return ClientCalls.blockingUnaryCall(
                channel, CALL, CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS), "?");
    }

    public SocketAddress address() {
        var address = (InetSocketAddress) server.getListenSockets().getFirst();
        return new SocketAddress(address.getAddress().getHostAddress(), address.getPort());
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
