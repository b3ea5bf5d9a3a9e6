package dev.convoy.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Requests for one host at one gateway, over keep-alive connections that are opened as they are needed. */
final class Load implements AutoCloseable {
    /** Longer than the longest silence that the reliability goals allow, short enough to see a hung gateway as a failure. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int WORKERS = 8;

    private final InetSocketAddress gateway;
    private final String host;
    private final ConcurrentLinkedDeque<HttpConnection> idle = new ConcurrentLinkedDeque<>();

    Load(String address, int port, String host) {
        this.gateway = new InetSocketAddress(InetAddress.ofLiteral(address), port);
        this.host = host;
    }

    /** Sends a number of requests as fast as answers come, over a few connections. */
    Tally count(long requests, Map<String, String> headers) {
        Tally tally = new Tally();
        AtomicLong left = new AtomicLong(requests);
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WORKERS; i++) {
                workers.execute(() -> {
                    while (left.getAndDecrement() > 0) {
                        tally.count(get(headers));
                    }
                });
            }
        }
        return tally;
    }

    /** Sends requests at a fixed rate, whether or not answers come, until it is stopped. */
    Stream stream(int perSecond, Map<String, String> headers) {
        return new Stream(perSecond, headers);
    }

    /** Requests on their way. */
    final class Stream {
        private final Thread pacemaker;
        private final Tally all = new Tally();
        private Tally recent = new Tally();
        private volatile boolean stopped;

        private Stream(int perSecond, Map<String, String> headers) {
            this.pacemaker = Thread.ofVirtual().start(() -> send(perSecond, headers));
        }

        private void send(int perSecond, Map<String, String> headers) {
            long gap = Duration.ofSeconds(1).toNanos() / perSecond;
            try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
                for (long due = System.nanoTime(); !stopped; due += gap) {
                    LockSupport.parkNanos(due - System.nanoTime());
                    requests.execute(() -> count(get(headers)));
                }
            }
        }

        /** What came since the last time. */
        synchronized Tally take() {
            Tally taken = recent;
            recent = new Tally();
            return taken;
        }

        private synchronized void count(Answer answer) {
            recent.count(answer);
            all.count(answer);
        }

        /** Sends no more, waits for the answers that are due, and tells what came of all since the start. */
        Tally stop() {
            stopped = true;
            try {
                pacemaker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return all;
        }
    }

    /** Sends one request. */
    Answer get(Map<String, String> headers) {
        HttpConnection connection = null;
        try {
            connection = idle.pollFirst();
            if (connection == null) {
                connection = new HttpConnection(gateway, PATIENCE);
            }
            HttpConnection.Response response = connection.get(host, "/", headers);
            if (response.keepsAlive()) {
                idle.addFirst(connection);
                connection = null;
            }
            return answer(response);
        } catch (IOException e) {
            return new Answer.Failed(String.valueOf(e.getMessage()));
        } finally {
            close(connection);
        }
    }

    private static Answer answer(HttpConnection.Response response) {
        String member = response.headers().get(EchoBackend.MEMBER_HEADER);
        if (member == null) {
            return new Answer.Failed("status " + response.status() + " of the gateway");
        }
        return new Answer.From(
                member,
                response.headers().getOrDefault(EchoBackend.SERVICE_HEADER, ""),
                response.headers().getOrDefault(EchoBackend.VERSION_HEADER, ""));
    }

    @Override
    public void close() {
        while (!idle.isEmpty()) {
            close(idle.pollFirst());
        }
    }

    private static void close(@Nullable HttpConnection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (IOException _) {
            // It is not needed any more.
        }
    }
}
