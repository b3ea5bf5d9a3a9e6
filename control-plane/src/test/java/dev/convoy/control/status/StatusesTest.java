package dev.convoy.control.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetNames;
import dev.convoy.model.Gateway;
import dev.convoy.model.GroupKind;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.Kind;
import dev.convoy.model.Listener;
import dev.convoy.model.Locality;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.Meta;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Reference;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.AttachedRoutes;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatusesTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final MemberId TOKYO = new MemberId("tokyo");
    private static final ObjectId WEB = new ObjectId(Tree.fleet(), Kind.GATEWAY, "edge", "web");
    private static final ObjectId SHOP = new ObjectId(Tree.fleet(), Kind.HTTP_ROUTE, "edge", "shop");
    private static final HttpRoute.ParentRef PARENT = new HttpRoute.ParentRef(
            new Reference(new GroupKind("gateway.networking.k8s.io", "Gateway"), "edge", "web"), "", 0, false);

    private final FleetModel model = FleetModel.of(List.of(
            new Member(
                    meta(new ObjectId(Tree.fleet(), Kind.MEMBERSHIP, "", "tokyo")),
                    new Locality("japan", ""),
                    "a",
                    List.of("127.0.1.1"),
                    null,
                    true),
            new Gateway(
                    meta(WEB),
                    "convoy-mc",
                    List.of(new Listener(
                            "http",
                            8080,
                            "HTTP",
                            "",
                            null,
                            new Listener.AllowedRoutes(Listener.From.SAME, null, List.of()))),
                    List.of()),
            new HttpRoute(meta(SHOP), List.of(PARENT), List.of(), List.of())));

    @Test
    void aGatewayIsProgrammedOnlyAfterEveryConnectedEnvoyAcknowledged() {
        assertThat(programmed(new GatewayDelivery.NoneConnected()))
                .isEqualTo(
                        "False Pending Waiting: no Envoy of tokyo is connected; start one with the bootstrap of its join.");
        assertThat(programmed(new GatewayDelivery.Waiting(1, 2)))
                .isEqualTo("False Pending Waiting: 1 of 2 Envoys of tokyo have acknowledged.");
        assertThat(programmed(new GatewayDelivery.Refused("listener web", "no such filter")))
                .startsWith("False Invalid")
                .contains("refused listener web: no such filter");
        assertThat(programmed(new GatewayDelivery.Acknowledged(2))).startsWith("True Programmed");
    }

    @Test
    void aRouteIsSignedForEachParentAndKeepsWhatOthersSigned() {
        ObjectNode foreign = Json.object("""
                {"parents": [{"parentRef": {"name": "other"}, "controllerName": "example.com/other", "conditions": []}]}""");

        JsonNode status = of(SHOP, statuses(new GatewayDelivery.Acknowledged(1), Map.of(SHOP, foreign), NOON));

        assertThat(status.at("/parents/0/controllerName").asText()).isEqualTo("example.com/other");
        assertThat(status.at("/parents/1/controllerName").asText()).isEqualTo(FleetNames.CONTROLLER);
        assertThat(status.at("/parents/1/parentRef/name").asText()).isEqualTo("web");
        assertThat(status.at("/parents/1/parentRef").has("namespace")).isFalse();
        assertThat(status.at("/parents/1/conditions/0/observedGeneration").asInt())
                .isEqualTo(3);
    }

    @Test
    void theTimeOfTransitionStaysWhereTheStatusStays() {
        SortedMap<ObjectId, ObjectNode> first = statuses(new GatewayDelivery.NoneConnected(), Map.of(), NOON);
        SortedMap<ObjectId, ObjectNode> second =
                statuses(new GatewayDelivery.Acknowledged(1), first, NOON.plusSeconds(60));

        assertThat(of(WEB, second).at("/conditions/0/lastTransitionTime").asText())
                .isEqualTo("2026-11-25T12:00:00Z");
        assertThat(of(WEB, second).at("/conditions/1/lastTransitionTime").asText())
                .isEqualTo("2026-11-25T12:01:00Z");
    }

    @Test
    void whatThePlannerSaysCannotBeServedIsNotProgrammedWhateverTheEnvoysSay() {
        var unaddressed = new Verdict(
                new Verdict.Subject.Whole(WEB), 3, "Programmed", false, "AddressNotAssigned", "The pool is empty.");
        JsonNode status = of(WEB, statuses(new GatewayDelivery.Acknowledged(1), Map.of(), NOON, List.of(unaddressed)));

        assertThat(status.at("/conditions/1/reason").asText()).isEqualTo("AddressNotAssigned");
        assertThat(status.at("/listeners/0/conditions/0/reason").asText()).isEqualTo("AddressNotAssigned");
    }

    @Test
    void aListenerCountsItsRoutesAndNamesTheKindsItServes() {
        JsonNode listener = of(WEB, statuses(new GatewayDelivery.Acknowledged(1), Map.of(), NOON))
                .at("/listeners/0");

        assertThat(listener.path("attachedRoutes").asInt()).isEqualTo(1);
        assertThat(listener.at("/supportedKinds/0/kind").asText()).isEqualTo("HTTPRoute");
    }

    private String programmed(GatewayDelivery delivery) {
        JsonNode conditions = of(WEB, statuses(delivery, Map.of(), NOON)).path("conditions");
        JsonNode condition = conditions.get(1);
        assertThat(condition.path("type").asText()).isEqualTo("Programmed");
        return condition.path("status").asText() + " "
                + condition.path("reason").asText() + " "
                + condition.path("message").asText();
    }

    private SortedMap<ObjectId, ObjectNode> statuses(
            GatewayDelivery delivery, Map<ObjectId, ObjectNode> before, Instant now) {
        return statuses(delivery, before, now, List.of());
    }

    private SortedMap<ObjectId, ObjectNode> statuses(
            GatewayDelivery delivery, Map<ObjectId, ObjectNode> before, Instant now, List<Verdict> more) {
        var plan = new FleetPlan(
                Map.of(
                        TOKYO,
                        new MemberPlan(TOKYO, List.of(new GatewayPlan(WEB, "127.0.1.1", List.of())), List.of(), null)),
                Stream.concat(
                                Stream.of(
                                        new Verdict(
                                                new Verdict.Subject.Whole(WEB), 3, "Accepted", true, "Accepted", ""),
                                        new Verdict(
                                                new Verdict.Subject.OfParent(SHOP, PARENT),
                                                3,
                                                "Accepted",
                                                true,
                                                "Accepted",
                                                "")),
                                more.stream())
                        .toList(),
                List.of(new AttachedRoutes(WEB, "http", 1)));
        var view = new GatewayDelivery.View() {
            @Override
            public GatewayDelivery of(MemberId member, ObjectId gateway) {
                return delivery;
            }

            @Override
            public int connected(MemberId member) {
                return 1;
            }
        };
        var statuses = new Statuses(model, plan);
        var all = new TreeMap<ObjectId, ObjectNode>();
        for (ObjectId id : statuses.differences(Statuses.NONE)) {
            statuses.of(id, view, before.getOrDefault(id, Json.object("{}")), now)
                    .ifPresent(status -> all.put(id, status));
        }
        return all;
    }

    private static JsonNode of(ObjectId id, SortedMap<ObjectId, ObjectNode> statuses) {
        return Objects.requireNonNull(statuses.get(id));
    }

    private static Meta meta(ObjectId id) {
        return new Meta(id, 3, NOON, Map.of(), Map.of());
    }
}
