package dev.convoy.control.stories;

import dev.convoy.control.planning.Planner;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.xds.translate.Translator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class StoriesTest {
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

    @TestFactory
    Stream<DynamicTest> everyStoryComesToWhatItsGoldensSay() {
        return Story.all().stream().map(story -> DynamicTest.dynamicTest(story.name(), () -> compare(story)));
    }

    @TestFactory
    Stream<DynamicTest> aRealEnvoyAcknowledgesAllThatComesOfIt() {
        return Story.all().stream()
                .flatMap(story -> members(plan(story)).stream()
                        .map(member -> DynamicTest.dynamicTest(
                                story.name() + ", " + member.member(),
                                () -> envoy.mustAcknowledge(
                                        story.name(), Translator.translate(Moved.to(envoy.block(), member))))));
    }

    private static void compare(Story story) {
        FleetPlan plan = plan(story);
        Goldens.check(story.folder().resolve("plan.yaml"), Spelled.plan(plan));
        Goldens.check(story.folder().resolve("verdicts.yaml"), Spelled.verdicts(plan));
        Map<String, Object> xds = new LinkedHashMap<>();
        members(plan)
                .forEach(member -> xds.put(member.member().name(), SpelledXds.resources(Translator.translate(member))));
        Goldens.check(story.folder().resolve("xds.yaml"), Spelled.yaml(xds));
    }

    private static FleetPlan plan(Story story) {
        return new Planner().plan(story.fleet(), GatewayAddresses.NONE);
    }

    private static List<MemberPlan> members(FleetPlan plan) {
        return plan.members().values().stream()
                .sorted(Comparator.comparing(MemberPlan::member))
                .toList();
    }
}
