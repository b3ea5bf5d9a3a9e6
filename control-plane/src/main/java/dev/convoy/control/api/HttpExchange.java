package dev.convoy.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** One HTTP exchange, driven from a virtual thread: reads and writes block it until the client keeps up, and not for ever. */
final class HttpExchange {
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Limits limits;
    private boolean bodyTaken;

    /** @param request paused */
    HttpExchange(HttpServerRequest request, Limits limits) {
        this.request = request;
        this.response = request.response();
        this.limits = limits;
    }

    /** @param most bytes that are kept */
    byte[] readBody(int most) {
        if (bodyTaken) {
            throw new IllegalStateException("a body is read once");
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Refusal.unsupportedMediaType("Content-Encoding " + Text.shown(encoding)
                    + " is not understood here; send the body uncompressed.");
        }
        bodyTaken = true;
        var whole = new CompletableFuture<byte[]>();
        Buffer gathered = Buffer.buffer();
        request.exceptionHandler(whole::completeExceptionally);
        request.endHandler(_ -> whole.complete(gathered.getBytes()));
        request.handler(piece -> {
            if (gathered.length() + piece.length() <= most) {
                gathered.appendBuffer(piece);
            } else {
                // Still read, so that the client gets to hear the answer, but not kept.
                whole.completeExceptionally(tooLarge(most));
            }
        });
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            response.writeContinue();
        }
        request.resume();
        return waitFor(whole);
    }

    private byte[] waitFor(CompletableFuture<byte[]> whole) {
        try {
            return whole.get(limits.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refusal refusal
                    ? refusal
                    : Refusal.badRequest("The body did not arrive whole: " + e.getCause());
        } catch (TimeoutException e) {
            throw Refusal.badRequest(
                    "The body did not arrive within " + limits.patience().toSeconds() + " seconds.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("The hub is stopping; try again.");
        }
    }

    private static Refusal tooLarge(int most) {
        return Refusal.tooLarge(
                "The body is larger than " + most + " bytes. Split what it holds into several objects.");
    }

    /** Sends an answer; a long one only as long as its receiver is still known. */
    void send(Answer answer, BooleanSupplier stillKnown) throws IOException, InterruptedException {
        switch (answer) {
            case Answer.Whole(int code, String contentType, var warnings, JsonNode body) -> {
                warnings.forEach(warning -> response.headers().add("Warning", quoted(warning)));
                response.setStatusCode(code).putHeader("Content-Type", contentType);
                await(end(body));
            }
            case Answer.Streamed(String contentType, Answer.Body body) -> {
                Thread serving = Thread.currentThread();
                response.closeHandler(_ -> serving.interrupt());
                response.setStatusCode(200)
                        .putHeader("Content-Type", contentType)
                        .setChunked(true);
                body.writeTo(new ResponseSink(stillKnown));
                await(response.end());
            }
        }
        dropBody();
    }

    void send(Refusal refusal) throws IOException, InterruptedException {
        Duration retryAfter = refusal.retryAfter();
        if (retryAfter != null) {
            response.putHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
        }
        if (refusal.code() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer realm=\"convoy\"");
        }
        response.setStatusCode(refusal.code()).putHeader("Content-Type", Answer.JSON);
        await(end(refusal.status()));
        dropBody();
    }

    /** Not even an error has a body where only the head was asked for. */
    private Future<Void> end(JsonNode body) {
        return request.method().equals(HttpMethod.HEAD)
                ? response.end()
                : response.end(Buffer.buffer(Json.bytes(body)));
    }

    /** A connection is used again only once its request is read to the end. A body beyond measure is cut off with its connection. */
    private void dropBody() {
        if (bodyTaken || request.isEnded()) {
            return;
        }
        long[] dropped = {0};
        request.handler(piece -> {
            dropped[0] += piece.length();
            if (dropped[0] > limits.bodyBytes()) {
                request.connection().close();
            }
        });
        request.resume();
    }

    void cut() {
        request.connection().close();
    }

    private void await(Future<Void> written) throws IOException, InterruptedException {
        try {
            written.toCompletionStage()
                    .toCompletableFuture()
                    .get(limits.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the client is gone", e.getCause());
        } catch (TimeoutException e) {
            cut();
            throw new IOException("the client reads too slowly", e);
        }
    }

    /** As RFC 9110 wants it: 299, no agent, a quoted string. */
    private static String quoted(String warning) {
        String plain =
                warning.replaceAll("[^\\x20-\\x7e]", "?").replace("\\", "\\\\").replace("\"", "\\\"");
        return "299 - \"" + plain + '"';
    }

    private final class ResponseSink implements Answer.Sink {
        private final BooleanSupplier stillKnown;

        private ResponseSink(BooleanSupplier stillKnown) {
            this.stillKnown = stillKnown;
        }

        @Override
        public void send(byte[] piece) throws IOException, InterruptedException {
            await(response.write(Buffer.buffer(piece)));
        }

        @Override
        public boolean open() {
            return !response.closed() && !response.ended() && stillKnown.getAsBoolean();
        }
    }
}
