package dev.convoy.model.plan;

import dev.convoy.model.MemberId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What was decided for the whole fleet: a plan for every member and a verdict for every object that was judged. */
public record FleetPlan(
        Map<MemberId, MemberPlan> members, List<Verdict> verdicts, List<AttachedRoutes> attachedRoutes) {
    public FleetPlan {
        members = Map.copyOf(members);
        verdicts = List.copyOf(verdicts);
        attachedRoutes = List.copyOf(attachedRoutes);
    }

    /** The same plan with verdicts that were found elsewhere. */
    public FleetPlan with(List<Verdict> more) {
        if (more.isEmpty()) {
            return this;
        }
        return more.isEmpty()
                ? this
                : new FleetPlan(
                        members, Stream.concat(verdicts.stream(), more.stream()).toList(), attachedRoutes);
    }
}
