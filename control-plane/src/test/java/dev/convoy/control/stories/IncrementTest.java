package dev.convoy.control.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.convoy.control.planning.AddressPlan;
import dev.convoy.control.planning.Planner;
import dev.convoy.model.EndpointSlice;
import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.TlsSecret;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.translate.TranslatedMember;
import dev.convoy.xds.translate.Translator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is reused must not show: after any sequence of changes the plan and the bytes are those that come from nothing. */
class IncrementTest {
    private static final int SEEDS = 4;
    private static final int CHANGES = 25;

    /** Bytes from nothing take longer than all the rest; what goes wrong in between shows later. */
    private static final int CHANGES_BETWEEN_BYTES = 5;

    private final Random random = new Random(20_26);

    @Test
    void afterAnyChangesThePlanAndTheBytesAreThoseThatComeFromNothing() {
        for (Story story : Story.all()) {
            for (int seed = 0; seed < SEEDS; seed++) {
                new Run(story).changes(new Random(seed));
            }
        }
    }

    @Test
    void anEndpointThatChangesLeavesEverythingElseTheSameInstance() {
        for (Story story : Story.all()) {
            var run = new Run(story);
            FleetPlan before = run.plan();
            List<EndpointSlice> slices = run.all(EndpointSlice.class);
            if (!slices.isEmpty()) {
                run.put(OtherObjects.otherEndpoints(slices.get(random.nextInt(slices.size())), random));
                FleetPlan after = run.plan();
                before.members()
                        .forEach((member, plan) -> assertThat(
                                        Objects.requireNonNull(after.members().get(member))
                                                .gateways())
                                .as(story.name())
                                .isSameAs(plan.gateways()));
            }
        }
    }

    @Test
    void aRotatedCertificateLeavesEveryHostAndBackendTheSameInstance() {
        for (Story story : Story.all()) {
            var run = new Run(story);
            for (TlsSecret secret : run.all(TlsSecret.class)) {
                FleetPlan before = run.plan();
                run.put(OtherObjects.insteadOf(secret, random));
                FleetPlan after = run.plan();
                before.members().forEach((member, plan) -> {
                    MemberPlan now = Objects.requireNonNull(after.members().get(member));
                    assertThat(now.backends()).as(story.name()).isSameAs(plan.backends());
                    assertThat(hosts(plan).differences(hosts(now)))
                            .as(story.name())
                            .isEmpty();
                });
            }
        }
    }

    /** A hub that lives on while objects come and go. */
    private static final class Run {
        private final Story story;
        private final List<FleetObject> everything;
        private final Planner planner = new Planner();
        private final Snapshots snapshots = new Snapshots();
        private final Map<MemberId, TranslatedMember> translated = new HashMap<>();
        private FleetModel fleet;
        private GatewayAddresses assigned = GatewayAddresses.NONE;
        private FleetPlan last = new FleetPlan(Map.of(), List.of(), List.of());

        Run(Story story) {
            this.story = story;
            this.everything = new ArrayList<>(story.objects());
            this.fleet = FleetModel.of(everything);
            everything.addAll(Newcomer.to(fleet));
        }

        void changes(Random random) {
            check("first");
            checkBytes("first");
            for (int i = 0; i < CHANGES; i++) {
                for (int together = random.nextInt(3); together >= 0; together--) {
                    change(everything.get(random.nextInt(everything.size())), random);
                }
                if (random.nextInt(3) == 0) {
                    comeOrGo(random);
                }
                if (random.nextInt(4) == 0) {
                    assigned = AddressPlan.of(fleet, assigned).addresses();
                }
                check("after " + i);
                if (i % CHANGES_BETWEEN_BYTES == 0) {
                    checkBytes("after " + i);
                }
            }
        }

        private void change(FleetObject object, Random random) {
            FleetObject there = fleet.find(object.id()).orElse(null);
            if (there == null) {
                put(object);
            } else if (random.nextInt(4) == 0) {
                fleet = fleet.with(List.of(), List.of(object.id()));
            } else {
                put(OtherObjects.insteadOf(there, random));
            }
        }

        /** A member, with all that is its own. */
        private void comeOrGo(Random random) {
            List<Member> members = everything.stream()
                    .filter(Member.class::isInstance)
                    .map(Member.class::cast)
                    .toList();
            Member member = members.get(random.nextInt(members.size()));
            if (fleet.find(member.id()).isEmpty()) {
                put(OtherObjects.insteadOf(member, random));
            } else {
                fleet = fleet.with(List.of(), List.of(member.id()));
            }
        }

        void put(FleetObject object) {
            fleet = fleet.with(List.of(object), List.of());
        }

        <T extends FleetObject> List<T> all(Class<T> type) {
            return fleet.all().filter(type::isInstance).map(type::cast).toList();
        }

        FleetPlan plan() {
            return planner.plan(fleet, assigned);
        }

        private void check(String when) {
            FleetPlan plan = plan();
            assertThatEqualIsTheSame(last, plan, story.name() + " " + when);
            last = plan;
            FleetPlan fromNothing = new Planner().plan(FleetModel.of(fleet.all().toList()), assigned);
            assertThat(plan).as(story.name() + " " + when).isEqualTo(fromNothing);
            plan.members().forEach((member, forMember) -> {
                TranslatedMember next = translated.compute(
                        member,
                        (_, before) -> before == null
                                ? TranslatedMember.of(forMember, translated.values())
                                : before.next(forMember));
                snapshots.publish(group(member), next.resources());
            });
        }

        private void checkBytes(String when) {
            var anew = new Snapshots();
            last.members().forEach((member, plan) -> {
                anew.publish(group(member), Translator.translate(plan));
                assertThat(served(snapshots, group(member)))
                        .as(story.name() + " " + when)
                        .isEqualTo(served(anew, group(member)));
            });
        }

        private static EnvoyGroup group(MemberId member) {
            return new EnvoyGroup(member, EnvoyGroup.DEFAULT_POOL);
        }
    }

    private static Map<String, ByteString> served(Snapshots snapshots, EnvoyGroup group) {
        var served = new TreeMap<String, ByteString>();
        for (ResourceType type : ResourceType.values()) {
            snapshots
                    .of(group)
                    .newest()
                    .snapshot()
                    .of(type)
                    .forEach((name, resource) -> served.put(resource.versioned() + " as " + name, resource.any()));
        }
        return served;
    }

    /** What follows the planner looks at differences only, so there must be none between equals. */
    private static void assertThatEqualIsTheSame(FleetPlan before, FleetPlan after, String when) {
        assertThatEqualIsTheSame(before.verdicts(), after.verdicts(), when);
        assertThatEqualIsTheSame(before.attachedRoutes(), after.attachedRoutes(), when);
        after.members().forEach((member, plan) -> {
            MemberPlan known = before.members().get(member);
            if (known != null) {
                assertThatEqualIsTheSame(known.backends(), plan.backends(), when);
                assertThatEqualIsTheSame(hosts(known), hosts(plan), when);
            }
        });
    }

    private static <K extends Comparable<? super K>, V> void assertThatEqualIsTheSame(
            PersistentMap<K, V> before, PersistentMap<K, V> after, String when) {
        before.forEachDifference(
                after, key -> assertThat(after.get(key)).as(when).isNotEqualTo(before.get(key)));
    }

    private static PersistentMap<String, VirtualHostPlan> hosts(MemberPlan plan) {
        var hosts = new TreeMap<String, VirtualHostPlan>();
        plan.gateways()
                .forEach(gateway -> gateway.ports()
                        .forEach(port -> port.chains()
                                .forEach(chain -> chain.hosts()
                                        .forEach((name, host) -> hosts.put(
                                                gateway.gateway() + " " + port.port() + " " + chain.serverName() + " "
                                                        + name,
                                                host)))));
        return PersistentMap.of(hosts);
    }
}
