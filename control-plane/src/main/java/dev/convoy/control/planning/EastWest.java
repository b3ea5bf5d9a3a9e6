package dev.convoy.control.planning;

import dev.convoy.model.Member;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.Service;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendId.Reach;
import dev.convoy.model.plan.EastWestPlan;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a member's east-west gateway serves: each exported port, with the member's own Pods only. */
record EastWest(Exports exports, Endpoints endpoints) {

    /** The plan after {@code before}, where these services may have changed. */
    @Nullable
    EastWestPlan next(@Nullable EastWestPlan before, Collection<Exports.Name> services, Member member) {
        if (member.eastWest() == null) {
            return null;
        }
        PersistentMap<BackendId, EastWestPlan.Export> known = before == null ? PersistentMap.empty() : before.exports();
        PersistentMap<BackendId, EastWestPlan.Export> next = known;
        for (Exports.Name name : services) {
            SortedMap<BackendId, EastWestPlan.Export> ports = ports(name, member);
            for (BackendId id : name.in(known, Reach.FLEET)) {
                if (!ports.containsKey(id)) {
                    next = next.without(id);
                }
            }
            for (EastWestPlan.Export port : ports.values()) {
                next = next.with(port.id(), port);
            }
        }
        return new EastWestPlan(member.eastWest(), next);
    }

    /** A Service may name a port number twice, once for UDP; the first decides, as everywhere. */
    private SortedMap<BackendId, EastWestPlan.Export> ports(Exports.Name name, Member member) {
        var ports = new TreeMap<BackendId, EastWestPlan.Export>();
        exports.of(name, member)
                .ifPresent(export -> export.service().ports().forEach(port -> {
                    EastWestPlan.Export offered = port(export, port, member);
                    ports.putIfAbsent(offered.id(), offered);
                }));
        return ports;
    }

    private EastWestPlan.Export port(Exports.Export export, Service.Port port, Member member) {
        var id = new BackendId(
                Reach.FLEET,
                export.object().id().namespace(),
                export.object().id().name(),
                port.port());
        return new EastWestPlan.Export(
                id,
                exports.protocol(id.namespace(), id.name(), id.port()),
                endpoints.ready(member, export.service(), port),
                export.object().exportTo());
    }
}
