package dev.convoy.control.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.MemberId;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.xds.delivery.Deliveries;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.Generation;
import dev.convoy.xds.snapshot.GroupSnapshots;
import dev.convoy.xds.snapshot.Snapshots;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PublicationTest {
    private static final int MEMBERS = 20;

    private final Snapshots snapshots = new Snapshots();
    private final Publication publication = new Publication(snapshots, new Deliveries(Runnable::run));

    @Test
    void whoServesAlreadyWaitsForNoNewcomer() {
        publication.publish(plan(1, PublicationTest::isKnown));
        Map<GroupSnapshots, Generation> before = IntStream.range(0, MEMBERS)
                .filter(PublicationTest::isKnown)
                .mapToObj(this::snapshots)
                .collect(Collectors.toMap(group -> group, GroupSnapshots::newest));
        var allWereServed = new ConcurrentLinkedQueue<Boolean>();
        IntStream.range(0, MEMBERS)
                .filter(number -> !isKnown(number))
                .mapToObj(this::snapshots)
                .forEach(newcomer -> newcomer.follow(() -> allWereServed.add(before.entrySet().stream()
                        .noneMatch(known -> known.getKey().newest().equals(known.getValue())))));

        publication.publish(plan(2, _ -> true));

        assertThat(allWereServed).hasSize(MEMBERS / 2).containsOnly(true);
    }

    private static boolean isKnown(int number) {
        return number % 2 == 0;
    }

    private GroupSnapshots snapshots(int number) {
        return snapshots.of(new EnvoyGroup(member(number), EnvoyGroup.DEFAULT_POOL));
    }

    /** Each member has so many backends. */
    private static FleetPlan plan(int backends, IntPredicate which) {
        Map<MemberId, MemberPlan> members = IntStream.range(0, MEMBERS)
                .filter(which)
                .mapToObj(PublicationTest::member)
                .collect(Collectors.toMap(
                        member -> member, member -> new MemberPlan(member, List.of(), backends(backends), null)));
        return new FleetPlan(members, List.of(), List.of());
    }

    private static List<BackendPlan> backends(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new BackendPlan(
                        new BackendId(BackendId.Reach.FLEET, "store", "b" + i, 80),
                        BackendPlan.Protocol.HTTP1,
                        List.of()))
                .toList();
    }

    private static MemberId member(int number) {
        return new MemberId("m" + number);
    }
}
