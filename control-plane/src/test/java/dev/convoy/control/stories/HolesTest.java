package dev.convoy.control.stories;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.convoy.control.planning.Planner;
import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.translate.Translator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Objects come and go one at a time: any part of a fleet must be planned, and to resources that agree with each other. */
class HolesTest {
    private static final int TRIES = 40;

    @Test
    void whateverIsMissingThePlanIsWhole() {
        for (Story story : Story.all()) {
            List<FleetObject> objects = story.objects();
            for (int seed = 0; seed < TRIES; seed++) {
                List<FleetObject> left = left(objects, new Random(seed));
                assertThatCode(() -> publish(left))
                        .as("%s, of which there is only %s", story.name(), left)
                        .doesNotThrowAnyException();
            }
        }
    }

    private static List<FleetObject> left(List<FleetObject> objects, Random random) {
        var left = new ArrayList<FleetObject>();
        for (FleetObject object : objects) {
            if (random.nextInt(4) > 0) {
                left.add(object);
            }
        }
        return left;
    }

    private static void publish(List<FleetObject> objects) {
        FleetPlan plan = new Planner().plan(FleetModel.of(objects), GatewayAddresses.NONE);
        var snapshots = new Snapshots();
        plan.members()
                .forEach((member, forMember) -> snapshots.publish(
                        new EnvoyGroup(member, EnvoyGroup.DEFAULT_POOL), Translator.translate(forMember)));
    }
}
