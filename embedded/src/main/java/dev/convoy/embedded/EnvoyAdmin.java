package dev.convoy.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an Envoy says of itself at its admin address. */
public final class EnvoyAdmin {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** A counter or gauge; histograms and texts look otherwise. */
    private static final Pattern NUMBER = Pattern.compile("(.+): (\\d+)");

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String address;

    EnvoyAdmin(String address) {
        this.address = address;
    }

    /** For example {@code 127.0.0.1:43211}. */
    public String address() {
        return address;
    }

    /** Whether it has had its first configuration and serves. */
    public boolean ready() {
        return send(request("/ready").GET().build()).statusCode() == 200;
    }

    /** A counter or gauge; 0 where Envoy does not have it yet. */
    public long stat(String name) {
        return stats("^" + name.replace(".", "\\.") + "$").getOrDefault(name, 0L);
    }

    /** The counters and gauges whose names match a regular expression, by name. */
    public Map<String, Long> stats(String regex) {
        String text = get("/stats?filter=" + URLEncoder.encode(regex, StandardCharsets.UTF_8));
        Map<String, Long> stats = new TreeMap<>();
        for (String line : text.lines().toList()) {
            Matcher number = NUMBER.matcher(line);
            if (number.matches()) {
                stats.put(number.group(1), Long.parseLong(number.group(2)));
            }
        }
        return stats;
    }

    /** Everything that it is configured with, as JSON, the endpoints too. */
    public String configDump() {
        return get("/config_dump?include_eds");
    }

    public String get(String path) {
        return body(path, send(request(path).GET().build()));
    }

    /** For the paths that change something, for example {@code /healthcheck/fail}. */
    public String post(String path) {
        return body(
                path,
                send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(PATIENCE);
    }

    private String body(String path, HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("Envoy at " + address + " answers " + path + " with "
                    + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + request.uri(), e);
        }
    }
}
