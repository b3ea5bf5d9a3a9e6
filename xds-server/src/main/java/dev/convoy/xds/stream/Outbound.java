package dev.convoy.xds.stream;

import com.google.protobuf.CodedOutputStream;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A response as bytes that are put together only where they leave: from its resources, serialized once, into the transport. */
record Outbound(int size, Writer writer, @Nullable Status hangUp) {
    private static final int BUFFER = 512;

    Outbound(int size, Writer writer) {
        this(size, writer, null);
    }

    /**
     * No response but the end of the stream, at once: what the transport still holds for it is dropped. A status that is sent in order
     * would wait behind that, for a client that does not read.
     */
    static Outbound hangUp(Status why) {
        return new Outbound(0, _ -> {}, why);
    }

    interface Writer {
        void write(CodedOutputStream out) throws IOException;
    }

    /** @throws StatusRuntimeException to hang up: gRPC then resets the stream */
    InputStream stream() {
        if (hangUp != null) {
            throw hangUp.asRuntimeException();
        }
        return new Bytes();
    }

    byte[] toByteArray() {
        var bytes = new ByteArrayOutputStream(size);
        try {
            writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every write", e);
        }
        return bytes.toByteArray();
    }

    private void writeTo(OutputStream target) throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(target, Math.min(size, BUFFER));
        writer.write(out);
        out.flush();
        if (out.getTotalBytesWritten() != size) {
            throw new IllegalStateException(
                    "a response of " + size + " bytes became one of " + out.getTotalBytesWritten());
        }
    }

    /** What gRPC asks of a message: how long it is, and to write itself. To be read it has to be copied. */
    private final class Bytes extends InputStream implements Drainable, KnownLength {
        private @Nullable InputStream copy;
        private boolean drained;

        @Override
        public int drainTo(OutputStream target) throws IOException {
            if (copy != null) {
                return (int) copy.transferTo(target);
            }
            drained = true;
            writeTo(target);
            return size;
        }

        @Override
        public int available() throws IOException {
            return copy != null ? copy.available() : drained ? 0 : size;
        }

        @Override
        public int read() throws IOException {
            return copied().read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return copied().read(target, offset, length);
        }

        private InputStream copied() {
            InputStream bytes = copy;
            if (bytes == null) {
                bytes = new ByteArrayInputStream(drained ? new byte[0] : toByteArray());
                copy = bytes;
            }
            return bytes;
        }
    }
}
