package dev.convoy.control.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.control.planning.Planner;
import dev.convoy.model.MemberId;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.xds.translate.Translator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which route wins a request, asked of a real Envoy. */
class WinnersTest {
    @TempDir
    static Path folder;

    private static StoryEnvoy envoy;

    @BeforeAll
    static void startEnvoy() throws IOException {
        envoy = new StoryEnvoy(folder);
    }

    @AfterAll
    static void stopEnvoy() {
        envoy.close();
    }

    @Test
    void theMostSpecificMatchWinsWhereverItStands() throws Exception {
        Served shop = serve("precedence");
        String host = "Host: shop.example.com";
        assertThat(shop.winner("GET /items", host)).isEqualTo(rule("shop", 8));
        assertThat(shop.winner("GET /items/new/1", host)).isEqualTo(rule("shop", 3));
        assertThat(shop.winner("POST /items/1", host, "env: canary")).isEqualTo(rule("shop", 4));
        assertThat(shop.winner("GET /items/1", host, "env: canary", "user: bob"))
                .isEqualTo(rule("shop", 5));
        assertThat(shop.winner("GET /items/1", host, "env: canary")).isEqualTo(rule("shop", 6));
        assertThat(shop.winner("GET /items/1?page=2", host)).isEqualTo(rule("shop", 7));
        assertThat(shop.winner("GET /items/1", host)).isEqualTo(rule("shop", 2));
        assertThat(shop.winner("GET /itemsx", host)).isEqualTo(rule("shop", 0));
        assertThat(shop.winner("GET /", "Host: other.example.com")).isEqualTo("404");
    }

    @Test
    void aRequestBelongsToTheListenerWithTheMostSpecificHostname() throws Exception {
        Served web = serve("listeners-are-isolated");
        assertThat(web.winner("GET /", "Host: foo.com")).isEqualTo(rule("any", 0));
        assertThat(web.winner("GET /", "Host: shop.example.com")).isEqualTo(rule("wildcard", 0));
        assertThat(web.winner("GET /", "Host: quiet.example.com")).isEqualTo("404");
    }

    @Test
    void aRouteServesOnlyTheHostsThatItSharesWithTheListener() throws Exception {
        Served web = serve("hostname-intersection");
        assertThat(web.winner("GET /", "Host: shop.example.com")).isEqualTo(rule("several", 0));
        assertThat(web.winner("GET /", "Host: a.b.deep.example.com")).isEqualTo(rule("several", 0));
        assertThat(web.winner("GET /health", "Host: any.example.com")).isEqualTo(rule("every-host", 0));
        assertThat(web.winner("GET /", "Host: any.example.com")).isEqualTo("404");
        assertThat(web.winner("GET /", "Host: example.com")).isEqualTo("404");
    }

    @Test
    void aHostOfAnotherListenerOnAConnectionOfThisOneIsMisdirected() throws Exception {
        Served web = serve("https-listeners");
        assertThat(web.winnerOverTls("shop.example.com", "Host: shop.example.com"))
                .isEqualTo(rule("foo", 0));
        assertThat(web.winnerOverTls("other.example.com", "Host: other.example.com"))
                .isEqualTo(rule("foo", 0));
        assertThat(web.winnerOverTls("shop.example.com", "Host: other.example.com"))
                .isEqualTo("421");
        assertThat(web.winnerOverTls("other.example.com", "Host: shop.example.com"))
                .isEqualTo("421");
        assertThat(web.winnerOverTls("shop.example.com", "Host: foo.org")).isEqualTo("404");
    }

    private static Served serve(String name) {
        Story story = Story.all().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        var plans = new Planner().plan(story.fleet(), GatewayAddresses.NONE).members();
        var answering = new Answering();
        MemberPlan plan =
                answering.instead(Moved.to(envoy.block(), Objects.requireNonNull(plans.get(new MemberId("tokyo")))));
        envoy.mustAcknowledge(name, Translator.translate(plan));
        return new Served(plan.gateways().getFirst(), answering);
    }

    private static String rule(String route, int index) {
        return "httproute/store/" + route + "/rule/" + index + "/match/0";
    }

    /** A Gateway that waits for requests at its first port. */
    private record Served(GatewayPlan gateway, Answering answering) {
        String winner(String request, String... headers) throws IOException {
            try (var socket = new Socket(gateway.address(), port())) {
                return winner(socket, request, headers);
            }
        }

        String winnerOverTls(String serverName, String host) throws IOException, GeneralSecurityException {
            SSLContext anyCertificate = SSLContext.getInstance("TLS");
            anyCertificate.init(null, new TrustManager[] {new TrustsAnybody()}, null);
            try (var socket = (SSLSocket) anyCertificate.getSocketFactory().createSocket(gateway.address(), port())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(serverName)));
                socket.setSSLParameters(parameters);
                return winner(socket, "GET /", host);
            }
        }

        private int port() {
            return gateway.ports().getFirst().port();
        }

        private String winner(Socket socket, String request, String... headers) throws IOException {
            String text = request + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String status = Objects.requireNonNull(answer.readLine(), "no answer");
            return answering.winner(Integer.parseInt(status.split(" ", -1)[1]));
        }
    }

    /** The stories' certificates are signed by themselves; who answers is not the question here. */
    private static final class TrustsAnybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
