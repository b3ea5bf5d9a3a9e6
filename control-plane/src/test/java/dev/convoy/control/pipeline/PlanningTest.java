package dev.convoy.control.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.Kind;
import dev.convoy.model.Meta;
import dev.convoy.model.Namespace;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.AttachedRoutes;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanningTest {
    /** Names in its plan what it planned, and fails where anything is called poison. */
    private final Planning planning = new Planning((fleet, _) -> {
        if (fleet.all().anyMatch(object -> object.id().name().startsWith("poison"))) {
            throw new IllegalStateException("a fault of ours");
        }
        return new FleetPlan(
                Map.of(),
                List.of(),
                fleet.all()
                        .map(object -> new AttachedRoutes(object.id(), "", 0))
                        .toList());
    });

    @Test
    void anObjectThatThePlannerFailsOnIsWithheldAloneAndSaysSo() {
        FleetPlan plan = plan("a", "poison", "b");

        assertThat(planned(plan)).containsExactly("a", "b");
        assertThat(verdicts(plan))
                .singleElement()
                .satisfies(
                        verdict -> assertThat(verdict.subject().object().name()).isEqualTo("poison"))
                .satisfies(verdict -> assertThat(verdict.message()).contains("withheld"));
    }

    @Test
    void laterChangesGoOnBesideItAndItComesWithThemOnceItIsMended() {
        plan("a", "poison");

        assertThat(planned(plan("a", "poison", "later"))).containsExactly("a", "later");
        assertThat(planned(plan("a", "later"))).containsExactly("a", "later");
        assertThat(verdicts(plan("a", "later"))).isEmpty();
    }

    @Test
    void severalAreFoundAmongMany() {
        String[] names = Stream.concat(
                        IntStream.range(0, 500).mapToObj("n%03d"::formatted), Stream.of("poison-1", "poison-2"))
                .toArray(String[]::new);

        FleetPlan plan = plan(names);

        assertThat(planned(plan)).hasSize(500);
        assertThat(verdicts(plan)).extracting(Verdict::reason).containsExactly("Invalid", "Invalid");
    }

    private FleetPlan plan(String... names) {
        List<FleetObject> objects =
                Stream.of(names).<FleetObject>map(PlanningTest::namespace).toList();
        return planning.plan(FleetModel.of(objects), GatewayAddresses.NONE);
    }

    private static List<Verdict> verdicts(FleetPlan plan) {
        return plan.verdicts().values().stream().flatMap(List::stream).toList();
    }

    private static List<String> planned(FleetPlan plan) {
        return plan.attachedRoutes().values().stream()
                .flatMap(List::stream)
                .map(attached -> attached.gateway().name())
                .toList();
    }

    private static Namespace namespace(String name) {
        var id = new ObjectId(Tree.fleet(), Kind.NAMESPACE, "", name);
        return new Namespace(new Meta(id, 1, Instant.EPOCH, Map.of(), Map.of()));
    }
}
