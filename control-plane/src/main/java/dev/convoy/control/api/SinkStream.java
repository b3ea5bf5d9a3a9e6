package dev.convoy.control.api;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Gathers bytes and sends them on in pieces that are worth a packet. */
final class SinkStream extends OutputStream {
    private static final int PIECE = 64 * 1024;

    private final Answer.Sink sink;
    private final byte[] gathered = new byte[PIECE];
    private int size;

    SinkStream(Answer.Sink sink) {
        this.sink = sink;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, PIECE - size);
            System.arraycopy(bytes, from + done, gathered, size, part);
            size += part;
            done += part;
            if (size == PIECE) {
                send();
            }
        }
    }

    /** Jackson flushes when it closes; a flush in between would only make packets smaller. */
    @Override
    public void close() throws IOException {
        if (size > 0) {
            send();
        }
    }

    private void send() throws IOException {
        byte[] piece = Arrays.copyOf(gathered, size);
        size = 0;
        try {
            sink.send(piece);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while sending");
        }
    }
}
