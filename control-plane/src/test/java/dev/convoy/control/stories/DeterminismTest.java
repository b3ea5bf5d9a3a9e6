package dev.convoy.control.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.convoy.control.planning.Planner;
import dev.convoy.model.EndpointSlice;
import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import dev.convoy.xds.translate.Translator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Replicas hear of the same objects in different orders, and must come to the same bytes: an Envoy may reconnect to any of them. */
class DeterminismTest {
    private static final int SHUFFLES = 5;

    @Test
    void theSameFleetInAnyOrderGivesTheSamePlanAndTheSameBytes() {
        for (Story story : Story.all()) {
            List<FleetObject> objects = story.objects();
            FleetPlan plan = plan(objects);
            for (int seed = 0; seed < SHUFFLES; seed++) {
                FleetPlan other = plan(shuffled(objects, new Random(seed)));
                assertThat(other).as(story.name()).isEqualTo(plan);
                assertThat(bytes(other)).as(story.name()).isEqualTo(bytes(plan));
            }
        }
    }

    private static FleetPlan plan(List<FleetObject> objects) {
        return new Planner().plan(FleetModel.of(objects), GatewayAddresses.NONE);
    }

    /** The order of rules, matches and listeners is the user's; that of everything else is nobody's. */
    private static List<FleetObject> shuffled(List<FleetObject> objects, Random random) {
        var shuffled = new ArrayList<FleetObject>();
        for (FleetObject object : objects) {
            shuffled.add(object instanceof EndpointSlice slice ? shuffled(slice, random) : object);
        }
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private static EndpointSlice shuffled(EndpointSlice slice, Random random) {
        var ports = new ArrayList<>(slice.ports());
        var endpoints = new ArrayList<>(slice.endpoints());
        // Said twice, as by two slices that overlap.
        endpoints.addAll(slice.endpoints());
        Collections.shuffle(ports, random);
        Collections.shuffle(endpoints, random);
        return new EndpointSlice(slice.meta(), slice.service(), ports, endpoints);
    }

    private static Map<String, ByteString> bytes(FleetPlan plan) {
        var bytes = new TreeMap<String, ByteString>();
        plan.members().forEach((member, forMember) -> {
            XdsResources resources = Translator.translate(forMember);
            for (ResourceType type : ResourceType.values()) {
                resources
                        .of(type)
                        .forEach((name, resource) -> bytes.put(member + " " + type + " " + name, resource.any()));
            }
        });
        return bytes;
    }
}
