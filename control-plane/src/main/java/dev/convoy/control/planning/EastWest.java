package dev.convoy.control.planning;

import dev.convoy.model.Member;
import dev.convoy.model.Service;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendId.Reach;
import dev.convoy.model.plan.EastWestPlan;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a member's east-west gateway serves: each exported port, with the member's own Pods only. */
record EastWest(Exports exports, Endpoints endpoints) {

    @Nullable
    EastWestPlan plan(Member member) {
        SocketAddress bind = member.eastWest();
        if (bind == null) {
            return null;
        }
        // A Service may name a port number twice, once for UDP; the first decides, as everywhere.
        var ports = new TreeMap<BackendId, EastWestPlan.Export>();
        exports.ofMember(member)
                .forEach(export -> export.service().ports().forEach(port -> {
                    EastWestPlan.Export offered = port(export, port);
                    ports.putIfAbsent(offered.id(), offered);
                }));
        return new EastWestPlan(bind, List.copyOf(ports.values()));
    }

    /** A port that was planned before, with the Pods that are there now. */
    EastWestPlan.Export again(EastWestPlan.Export before, Member member) {
        BackendId id = before.id();
        return exports.of(id.namespace(), id.name()).stream()
                .filter(export -> export.member().memberId().equals(member.memberId()))
                .flatMap(export -> export.port(id.port()).map(port -> port(export, port)).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(id + " was exported by " + member.memberId()));
    }

    private EastWestPlan.Export port(Exports.Export export, Service.Port port) {
        var id = new BackendId(
                Reach.FLEET,
                export.object().id().namespace(),
                export.object().id().name(),
                port.port());
        return new EastWestPlan.Export(
                id,
                exports.protocol(id.namespace(), id.name(), id.port()),
                endpoints.ready(export.member(), export.service(), port),
                export.object().exportTo());
    }
}
