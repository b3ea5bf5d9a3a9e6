package dev.convoy.control.planning;

import dev.convoy.model.Gateway;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A Gateway before any route: its listeners as judged, and what it is in each member that is to serve it. */
record PlacedGateway(Placement.Placed placement, List<ListenerPlan> listeners, Map<MemberId, Frame> frames) {

    static PlacedGateway of(Placement.Placed placement, Grants grants, AddressPlan addresses) {
        Gateway gateway = placement.gateway();
        List<ListenerPlan> listeners = ListenerPlan.all(gateway, grants);
        var frames = new LinkedHashMap<MemberId, Frame>();
        for (Member member : placement.members()) {
            frames.put(member.memberId(), Frame.of(gateway, member, listeners, addresses));
        }
        return new PlacedGateway(placement, listeners, frames);
    }

    List<Admission> admissions() {
        return listeners.stream().map(ListenerPlan::admission).toList();
    }

    Frame in(MemberId member) {
        return Objects.requireNonNull(frames.get(member), member::name);
    }

    Gateway gateway() {
        return placement.gateway();
    }

    List<Verdict> verdicts() {
        List<Fault> faults = frames.values().stream()
                .flatMap(frame -> frame.faults().stream())
                .toList();
        var verdicts = new ArrayList<>(GatewayVerdicts.of(placement, listeners, faults));
        listeners.forEach(listener -> verdicts.addAll(listener.verdicts(gateway())));
        return verdicts;
    }
}
