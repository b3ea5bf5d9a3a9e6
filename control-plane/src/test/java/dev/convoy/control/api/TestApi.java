package dev.convoy.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoy.control.access.Identity;
import dev.convoy.registry.store.InMemoryObjectStore;
import dev.convoy.xds.delivery.Deliveries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The API without HTTP: one method call a request. */
final class TestApi implements AutoCloseable {
    static final Identity ADMIN = new Identity.FleetAdmin("test");

    final InMemoryObjectStore store = new InMemoryObjectStore();
    final FakeJoining joining = new FakeJoining();
    final ChangeFeed feed = new ChangeFeed(store);
    final Deliveries deliveries = new Deliveries(Runnable::run);
    private final Api api = new Api(store, feed, deliveries, joining, Limits.standard());

    record Reply(int code, JsonNode body, List<String> warnings) {
        String message() {
            return body.path("message").asText();
        }

        String reason() {
            return body.path("reason").asText();
        }
    }

    Reply get(String path) {
        return request(ADMIN, "GET", path, "", "");
    }

    Reply post(String path, String body) {
        return request(ADMIN, "POST", path, "application/json", body);
    }

    Reply put(String path, String body) {
        return request(ADMIN, "PUT", path, "application/json", body);
    }

    Reply mergePatch(String path, String body) {
        return request(ADMIN, "PATCH", path, "application/merge-patch+json", body);
    }

    Reply delete(String path) {
        return request(ADMIN, "DELETE", path, "", "");
    }

    Reply request(Identity who, String method, String path, String contentType, String body) {
        return request(who, method, path, "application/json", contentType, body);
    }

    Reply request(Identity who, String method, String path, String accept, String contentType, String body) {
        try {
            return reply(api.answer(call(who, method, path, accept, contentType, body)));
        } catch (Refusal refusal) {
            return new Reply(refusal.code(), refusal.status(), List.of());
        } catch (InterruptedException | IOException e) {
            throw new AssertionError(e);
        }
    }

    Answer.Streamed watch(String path) throws InterruptedException {
        return (Answer.Streamed) api.answer(call(ADMIN, "GET", path, "application/json", "", ""));
    }

    private static Call call(Identity who, String method, String path, String accept, String contentType, String body) {
        URI uri = URI.create(path.replace(" ", "%20"));
        Map<String, String> query = new HashMap<>();
        if (uri.getQuery() != null) {
            for (String pair : uri.getQuery().split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], parts[1]);
            }
        }
        return new Call(
                method,
                PathReader.read(uri.getRawPath()),
                query,
                accept,
                contentType,
                who,
                () -> body.getBytes(StandardCharsets.UTF_8));
    }

    private static Reply reply(Answer answer) throws IOException, InterruptedException {
        return switch (answer) {
            case Answer.Whole whole -> new Reply(whole.code(), whole.body(), whole.warnings());
            case Answer.Streamed streamed -> {
                var gathered = new ByteArrayOutputStream();
                streamed.body().writeTo(new Answer.Sink() {
                    @Override
                    public void send(byte[] piece) {
                        gathered.writeBytes(piece);
                    }

                    @Override
                    public boolean open() {
                        return true;
                    }
                });
                yield new Reply(200, Json.MAPPER.readTree(gathered.toByteArray()), List.of());
            }
        };
    }

    @Override
    public void close() {
        feed.close();
    }
}
