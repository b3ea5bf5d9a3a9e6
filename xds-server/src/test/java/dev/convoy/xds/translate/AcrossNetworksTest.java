package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.OSAKA;
import static dev.convoy.xds.translate.Plans.SINGAPORE;
import static dev.convoy.xds.translate.Plans.TOKYO;
import static dev.convoy.xds.translate.Plans.at;
import static dev.convoy.xds.translate.Plans.backend;
import static dev.convoy.xds.translate.Plans.fleetService;
import static dev.convoy.xds.translate.Plans.host;
import static dev.convoy.xds.translate.Plans.plaintext;
import static dev.convoy.xds.translate.Plans.prefix;
import static dev.convoy.xds.translate.Plans.route;
import static dev.convoy.xds.translate.Plans.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.model.MemberId;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.BackendPlan.MemberEndpoints;
import dev.convoy.model.plan.BackendPlan.Protocol;
import dev.convoy.model.plan.EastWestPlan;
import dev.convoy.model.plan.EastWestPlan.Export;
import dev.convoy.model.plan.MemberPlan;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokyo's gateway, with osaka and singapore behind their east-west gateways: real Envoys, mutual TLS, and what happens when one dies. */
class AcrossNetworksTest {
    private static final BackendId ECHO = fleetService("echo");
    private static final BackendId FAR = fleetService("far");
    private static final BackendId SECRET = fleetService("secret");
    private static final BackendId GRPC = fleetService("grpc");
    private static final int PORT = 15443;

    private Fleet fleet;
    private String address;
    private Pod tokyoPod;
    private Pod osakaPod;
    private GrpcPod tokyoGrpc;
    private EnvoyProcess osaka;
    private Hop toOsaka;
    private Hop toSingapore;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        fleet = new Fleet(directory);
        tokyoPod = fleet.pod("tokyo");
        osakaPod = fleet.pod("osaka");
        tokyoGrpc = fleet.grpcPod("tokyo");
        GrpcPod osakaGrpc = fleet.grpcPod("osaka");
        Pod singaporePod = fleet.pod("singapore");
        var osakaGateway = new SocketAddress(fleet.address(), PORT);
        var singaporeGateway = new SocketAddress(fleet.address(), PORT);
        osaka = fleet.envoy(eastWest(OSAKA, osakaGateway, osakaPod, grpcExport(osakaGrpc)));
        fleet.envoy(eastWest(SINGAPORE, singaporeGateway, singaporePod));
        address = fleet.address();
        toOsaka = new Hop.EastWestGateway(osakaGateway);
        toSingapore = new Hop.EastWestGateway(singaporeGateway);
        fleet.envoy(tokyo(at(OSAKA, 0, 1, toOsaka), at(SINGAPORE, 1, 1, toSingapore)));
        Fleet.await(() -> "osaka".equals(answer("/far")), "osaka does not answer");
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void theOwnMemberAnswersWhileItCan() throws Exception {
        assertThat(load("/", 200, () -> {})).containsOnlyKeys("tokyo");
    }

    @Test
    void aServiceIsClosedToMembersThatItIsNotExportedTo() {
        int before = osakaPod.requests();

        HttpResponse<String> response = fleet.get("http://" + address + ":8080/secret");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(osakaPod.requests()).isEqualTo(before);
        String rbac = "cluster." + Names.localCluster(SECRET) + ".rbac.";
        assertThat(osaka.admin().stat(rbac + "denied")).isPositive();
        assertThat(osaka.admin().stat(rbac + "allowed")).isZero();
    }

    @Test
    void whenTheOwnPodsDieNoGetFailsAndAnotherMemberAnswers() throws Exception {
        Map<String, Integer> answers = load("/", 600, tokyoPod::close);

        assertThat(answers).containsOnlyKeys("tokyo", "osaka");
    }

    @Test
    void whenAGatewayDiesNoGetFailsAndTheSpareAnswers() throws Exception {
        Map<String, Integer> answers = load("/far", 600, osaka::kill);

        assertThat(answers).containsOnlyKeys("osaka", "singapore");
    }

    @Test
    void whenAMembersPodsDieNoGetFailsAndItsGatewaySaysSo() throws Exception {
        Map<String, Integer> answers = load("/far", 600, osakaPod::close);

        assertThat(answers).containsOnlyKeys("osaka", "singapore");
    }

    @Test
    void aMemberThatIsTakenOutIsCalledNoMoreAndNoGetFails() throws Exception {
        MemberPlan without = tokyo(at(SINGAPORE, 0, 1, toSingapore));

        Map<String, Integer> answers = load("/far", 300, () -> fleet.publish(without));

        assertThat(answers).containsOnlyKeys("osaka", "singapore");
        fleet.awaitAcknowledged(without);
        assertThat(load("/far", 50, () -> {})).containsOnlyKeys("singapore");
    }

    @Test
    void whenAGatewayHangsNoGetFails() throws Exception {
        Map<String, Integer> answers = load("/far", 600, osaka::pause);

        assertThat(answers).containsOnlyKeys("osaka", "singapore");
        osaka.resume();
    }

    @Test
    void aDrainedGatewayIsLeftWithoutAFailedRequest() throws Exception {
        Map<String, Integer> answers = load("/far", 400, () -> osaka.admin().post("/healthcheck/fail"));

        assertThat(answers).containsOnlyKeys("osaka", "singapore");
        assertThat(answer("/far")).isEqualTo("singapore");
    }

    @Test
    void aRenewedIdentityIsTakenUpWithoutAFailedRequest() throws Exception {
        String serial = fleet.renew(OSAKA).getSerialNumber().toString(16);

        Fleet.await(
                () -> osaka.admin().get("/certs").matches("(?s).*\"serial_number\": \"0*" + serial + "\".*"),
                "osaka has not taken up its new certificate");

        assertThat(load("/far", 100, () -> {})).containsOnlyKeys("osaka");
    }

    @Test
    void grpcCrossesInHttp2AllTheWay() {
        assertThat(GrpcPod.call(address, 8080)).isEqualTo("tokyo");

        tokyoGrpc.close();

        assertThat(GrpcPod.call(address, 8080)).isEqualTo("osaka");
    }

    /** About 200 requests a second whatever the answers, and an event after a third of them. Prints what became of them. */
    private Map<String, Integer> load(String path, int requests, Runnable event) throws Exception {
        List<Future<String>> answers = new ArrayList<>();
        AtomicLong longest = new AtomicLong();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < requests; i++) {
                if (i == requests / 3) {
                    event.run();
                }
                answers.add(clients.submit(() -> timed(path, longest)));
                Thread.sleep(Duration.ofMillis(5));
            }
        }
        Map<String, Integer> counts = new TreeMap<>();
        for (Future<String> answer : answers) {
            counts.merge(answer.get(), 1, Integer::sum);
        }
        System.out.println("GET " + path + ": " + counts + ", the longest took " + longest + " ms");
        return counts;
    }

    private String timed(String path, AtomicLong longest) {
        long start = System.nanoTime();
        String answer = answer(path);
        longest.accumulateAndGet((System.nanoTime() - start) / 1_000_000, Math::max);
        return answer;
    }

    /** The Pod's name, or what went wrong. */
    private String answer(String path) {
        HttpResponse<String> response = fleet.send("GET", "http://" + address + ":8080" + path);
        return response.statusCode() == 200
                ? response.headers().firstValue("x-pod").orElse("nobody")
                : response.statusCode() + " " + response.body();
    }

    private MemberPlan tokyo(MemberEndpoints... far) {
        var own = new Hop.OwnPods(List.of(tokyoPod.address()));
        var ownGrpc = new Hop.OwnPods(List.of(tokyoGrpc.address()));
        var routes = host(
                "*",
                route("grpc", prefix(GrpcPod.PATH), to(GRPC)),
                route("far", prefix("/far"), to(FAR)),
                route("secret", prefix("/secret"), to(SECRET)),
                route("echo", prefix("/"), to(ECHO)));
        return new MemberPlan(
                TOKYO,
                List.of(plaintext(address, 8080, routes)),
                List.of(
                        backend(ECHO, at(TOKYO, 0, 1, own), at(OSAKA, 1, 1, toOsaka)),
                        backend(FAR, far),
                        backend(SECRET, at(OSAKA, 0, 1, toOsaka)),
                        new BackendPlan(
                                GRPC, Protocol.H2C, List.of(at(TOKYO, 0, 1, ownGrpc), at(OSAKA, 1, 1, toOsaka)))),
                null);
    }

    private static MemberPlan eastWest(MemberId member, SocketAddress bind, Pod pod, Export... more) {
        List<SocketAddress> pods = List.of(pod.address());
        List<Export> exports = new ArrayList<>(List.of(more));
        exports.add(new Export(ECHO, Protocol.HTTP1, pods, List.of()));
        exports.add(new Export(FAR, Protocol.HTTP1, pods, List.of(TOKYO)));
        exports.add(new Export(SECRET, Protocol.HTTP1, pods, List.of(SINGAPORE)));
        return new MemberPlan(member, List.of(), List.of(), new EastWestPlan(bind, exports));
    }

    private static Export grpcExport(GrpcPod pod) {
        return new Export(GRPC, Protocol.H2C, List.of(pod.address()), List.of());
    }
}
