package dev.convoy.model.plan;

import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What was decided for the whole fleet.
 *
 * @param members what each member is to do
 * @param verdicts on every object that was judged
 * @param attachedRoutes of every Gateway that is served, for each of its listeners
 */
public record FleetPlan(
        Map<MemberId, MemberPlan> members,
        PersistentMap<ObjectId, List<Verdict>> verdicts,
        PersistentMap<ObjectId, List<AttachedRoutes>> attachedRoutes) {
    public FleetPlan {
        members = Map.copyOf(members);
    }

    public FleetPlan(
            Map<MemberId, MemberPlan> members,
            Collection<Verdict> verdicts,
            Collection<AttachedRoutes> attachedRoutes) {
        this(
                members,
                grouped(verdicts, verdict -> verdict.subject().object()),
                grouped(attachedRoutes, AttachedRoutes::gateway));
    }

    private static <T> PersistentMap<ObjectId, List<T>> grouped(Collection<T> all, Function<T, ObjectId> object) {
        var grouped = new TreeMap<ObjectId, List<T>>();
        all.forEach(one -> grouped.computeIfAbsent(object.apply(one), _ -> new ArrayList<>())
                .add(one));
        grouped.replaceAll((_, ofOne) -> List.copyOf(ofOne));
        return PersistentMap.of(grouped);
    }

    /** The same plan with verdicts that were found elsewhere. */
    public FleetPlan with(Collection<Verdict> more) {
        PersistentMap<ObjectId, List<Verdict>> all = verdicts;
        for (Verdict verdict : more) {
            ObjectId object = verdict.subject().object();
            var ofObject = new ArrayList<Verdict>();
            List<Verdict> known = all.get(object);
            if (known != null) {
                ofObject.addAll(known);
            }
            ofObject.add(verdict);
            all = all.with(object, List.copyOf(ofObject));
        }
        return new FleetPlan(members, all, attachedRoutes);
    }
}
