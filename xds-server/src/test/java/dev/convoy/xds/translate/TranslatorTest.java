package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.GATEWAY;
import static dev.convoy.xds.translate.Plans.OSAKA;
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

import com.google.protobuf.ByteString;
import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.TlsCertificate;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.BackendPlan.Protocol;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.EastWestPlan;
import dev.convoy.model.plan.EastWestPlan.Export;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.model.plan.TlsPlan;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TranslatorTest {
    private static final ObjectId SECRET = new ObjectId(Tree.fleet(), Kind.SECRET, "store", "cert");
    private static final TlsPlan TLS =
            new TlsPlan(List.of(new TlsPlan.Certificate(SECRET, new TlsCertificate("chain", "key"))));

    @Test
    void anEmptyPlanIsNoResources() {
        XdsResources resources = Translator.translate(new MemberPlan(TOKYO, List.of(), List.of(), null));

        assertThat(resources.byType().values())
                .allSatisfy(ofType -> assertThat(ofType.keys()).isEmpty());
    }

    @Test
    void everythingHasItsNameOnce() {
        XdsResources resources = Translator.translate(tokyo());

        assertThat(resources.of(ResourceType.LISTENER).keys()).containsExactly("east-west", "fleet/store/web/80");
        assertThat(resources.of(ResourceType.ROUTES).keys()).containsExactly("fleet/store/web/80/*/0-511");
        assertThat(resources.of(ResourceType.SCOPES).keys())
                .hasSize(513)
                .contains("fleet/store/web/80/*/0", "fleet/store/web/80/*/511", "fleet/store/web/80/*/0-511");
        assertThat(resources.of(ResourceType.CLUSTER).keys())
                .containsExactly("local/8080.echo.store.ew.convoy.dev", "serviceimport/store/echo/8080");
    }

    @Test
    void everyClusterHasAnAssignmentAlsoWithoutEndpoints() {
        XdsResources resources = Translator.translate(new MemberPlan(
                TOKYO,
                List.of(),
                List.of(backend(fleetService("echo"))),
                new EastWestPlan(
                        new SocketAddress("127.1.1.1", 15443),
                        List.of(new Export(fleetService("echo"), Protocol.HTTP1, List.of(), List.of())))));

        assertThat(resources.of(ResourceType.ENDPOINTS).keys())
                .isEqualTo(resources.of(ResourceType.CLUSTER).keys())
                .hasSize(2);
    }

    @Test
    void theSamePlanGivesTheSameBytes() {
        XdsResources once = Translator.translate(tokyo());
        XdsResources again = Translator.translate(tokyo());

        for (ResourceType type : ResourceType.values()) {
            assertThat(bytes(once, type)).isEqualTo(bytes(again, type));
        }
    }

    @Test
    void eachServerNameHasAChainAndTheCertificateComesOnTheStream() {
        GatewayPlan gateway = new GatewayPlan(
                GATEWAY,
                "127.1.1.2",
                List.of(new PortPlan(
                        443,
                        List.of(
                                new ChainPlan("", TLS, List.of()),
                                new ChainPlan("*.foo.com", TLS, List.of(host("*.foo.com")))))));

        XdsResources resources = Translator.translate(new MemberPlan(TOKYO, List.of(gateway), List.of(), null));

        Listener listener = (Listener)
                Objects.requireNonNull(resources.of(ResourceType.LISTENER).get("fleet/store/web/443"))
                        .message();
        assertThat(listener.getFilterChainsList())
                .extracting(chain -> List.copyOf(chain.getFilterChainMatch().getServerNamesList()))
                .containsExactly(List.of(), List.of("*.foo.com"));
        assertThat(listener.getListenerFiltersCount()).isEqualTo(1);
        assertThat(resources.of(ResourceType.SECRET).keys()).containsExactly("fleet/store/cert");
        assertThat(resources.of(ResourceType.ROUTES).keys())
                .containsExactly("fleet/store/web/443/*.foo.com/0-511", "fleet/store/web/443/*/0-511");
    }

    @Test
    void aGatewayLivesByItsListenersRoutesAndClusters() {
        TranslatedMember tokyo = TranslatedMember.of(tokyo());
        List<ResourceKey> all = Stream.of(ResourceType.values())
                .flatMap(type -> tokyo.resources().of(type).keys().stream().map(name -> new ResourceKey(type, name)))
                .toList();

        assertThat(all.stream().filter(key -> tokyo.isOf(GATEWAY, key)).filter(key -> !isOfBucket(key)))
                .containsExactlyInAnyOrder(
                        new ResourceKey(ResourceType.LISTENER, "fleet/store/web/80"),
                        new ResourceKey(ResourceType.SCOPES, "fleet/store/web/80/*/0-511"),
                        new ResourceKey(ResourceType.ROUTES, "fleet/store/web/80/*/0-511"),
                        new ResourceKey(ResourceType.CLUSTER, "serviceimport/store/echo/8080"),
                        new ResourceKey(ResourceType.ENDPOINTS, "serviceimport/store/echo/8080/gateways"));
    }

    private static boolean isOfBucket(ResourceKey key) {
        return key.type() == ResourceType.SCOPES && key.name().matches(".*/\\d+");
    }

    @Test
    void aSecretStaysAsLongAsAnyGatewayPresentsIt() {
        GatewayPlan one = tls(GATEWAY);
        GatewayPlan other = tls(new ObjectId(Tree.fleet(), Kind.GATEWAY, "store", "other"));
        TranslatedMember both = TranslatedMember.of(new MemberPlan(TOKYO, List.of(other, one), List.of(), null));

        TranslatedMember less = both.next(new MemberPlan(TOKYO, List.of(other), List.of(), null));
        TranslatedMember none = less.next(new MemberPlan(TOKYO, List.of(), List.of(), null));

        assertThat(less.resources().of(ResourceType.SECRET).keys()).containsExactly("fleet/store/cert");
        assertThat(none.resources()).isEqualTo(XdsResources.NONE);
    }

    @Test
    void whereEveryoneIsProbedMoreSeldomEveryClusterIsAnother() {
        MemberPlan few = remote(0, 500);
        MemberPlan many = remote(0, 501);
        TranslatedMember next = TranslatedMember.of(few).next(many);

        assertThat(next.resources()).hasToString(Translator.translate(many).toString());
        assertThat(next.next(few).resources())
                .hasToString(Translator.translate(few).toString());
        assertThat(next.next(remote(1, 502)).resources())
                .hasToString(Translator.translate(remote(1, 502)).toString());
    }

    @Test
    void aMemberSharesTheRoutesOfAGatewayWithTheOthersAndNothingThatIsTheirOwn() {
        TranslatedMember tokyo = TranslatedMember.of(tokyo());
        GatewayPlan gateway = tokyo().gateways().getFirst();
        var osaka = new MemberPlan(
                OSAKA,
                List.of(new GatewayPlan(gateway.gateway(), "127.1.2.2", gateway.ports())),
                tokyo().backends(),
                null);

        XdsResources sharing = TranslatedMember.of(osaka, List.of(tokyo)).resources();

        assertThat(sharing).hasToString(Translator.translate(osaka).toString());
        assertThat(sharing.of(ResourceType.ROUTES).differences(tokyo.resources().of(ResourceType.ROUTES)))
                .isEmpty();
    }

    private static MemberPlan remote(int from, int to) {
        var osaka = new Hop.EastWestGateway(new SocketAddress("127.1.2.1", 15443));
        return new MemberPlan(
                TOKYO,
                List.of(),
                IntStream.range(from, to)
                        .mapToObj(i -> backend(fleetService("echo-" + i), at(OSAKA, 0, 1, osaka)))
                        .toList(),
                null);
    }

    private static GatewayPlan tls(ObjectId gateway) {
        return new GatewayPlan(
                gateway, "127.1.1.2", List.of(new PortPlan(443, List.of(new ChainPlan("", TLS, List.of())))));
    }

    private static List<ByteString> bytes(XdsResources resources, ResourceType type) {
        return resources.of(type).values().stream().map(Resource::any).toList();
    }

    private static MemberPlan tokyo() {
        var echo = fleetService("echo");
        var pods = List.of(new SocketAddress("127.1.1.11", 8080), new SocketAddress("127.1.1.12", 8080));
        var osaka = new Hop.EastWestGateway(new SocketAddress("127.1.2.1", 15443));
        return new MemberPlan(
                TOKYO,
                List.of(plaintext("127.1.1.2", 80, host("foo.com", route("web", prefix("/"), to(echo))))),
                List.of(backend(echo, at(TOKYO, 0, 2, new Hop.OwnPods(pods)), at(OSAKA, 1, 1, osaka))),
                new EastWestPlan(
                        new SocketAddress("127.1.1.1", 15443),
                        List.of(new Export(echo, Protocol.HTTP1, pods, List.of(OSAKA)))));
    }
}
