package dev.convoy.control.stories;

import dev.convoy.control.planning.Planner;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class StoriesTest {
    @TestFactory
    Stream<DynamicTest> everyStoryComesToWhatItsGoldensSay() {
        return Story.all().stream().map(story -> DynamicTest.dynamicTest(story.name(), () -> check(story)));
    }

    private static void check(Story story) {
        FleetPlan plan = new Planner().plan(story.fleet(), GatewayAddresses.NONE);
        Goldens.check(story.folder().resolve("plan.yaml"), Spelled.plan(plan));
        Goldens.check(story.folder().resolve("verdicts.yaml"), Spelled.verdicts(plan));
    }
}
