package dev.convoy.control.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.EndpointSlice;
import dev.convoy.model.FleetModel;
import dev.convoy.model.Kind;
import dev.convoy.model.Locality;
import dev.convoy.model.Member;
import dev.convoy.model.Meta;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Service;
import dev.convoy.model.ServiceExport;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackendEndpointsTest {
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void loopbackOfANeighbourIsCalledOnlyWhereLoopbackIsPermittedToo() {
        assertThat(seenBy(member("osaka", true), "127.0.0.1").localities()).hasSize(1);
        assertThat(seenBy(member("osaka", false), "127.0.0.1").localities()).isEmpty();
        assertThat(seenBy(member("osaka", false), "10.0.0.1").localities()).hasSize(1);
    }

    /** What a member sees of a service that tokyo exports, whose loopback is permitted. */
    private static BackendPlan seenBy(Member viewer, String pod) {
        Tree tokyo = Tree.of(Fleets.TOKYO);
        var slice = new EndpointSlice(
                meta(new ObjectId(tokyo, Kind.ENDPOINT_SLICE, Fleets.NAMESPACE, "shop-1")),
                "shop",
                List.of(new EndpointSlice.Port("", 8080)),
                List.of(new EndpointSlice.Endpoint(pod, true, "")));
        var service = new Service(
                meta(new ObjectId(tokyo, Kind.SERVICE, Fleets.NAMESPACE, "shop")),
                List.of(new Service.Port("", 8080, "")));
        var export =
                new ServiceExport(meta(new ObjectId(tokyo, Kind.SERVICE_EXPORT, Fleets.NAMESPACE, "shop")), List.of());
        FleetModel fleet = FleetModel.of(List.of(member("tokyo", true), viewer, slice, service, export));
        var id = new BackendId(BackendId.Reach.FLEET, Fleets.NAMESPACE, "shop", 8080);
        Changes all = Changes.between(FleetModel.empty(), fleet);
        return new BackendEndpoints(
                        fleet,
                        Exports.NONE.next(fleet, all.services()),
                        Endpoints.NONE.next(FleetModel.empty(), fleet, all.slices()))
                .plan(id, viewer);
    }

    private static Member member(String name, boolean allowLoopback) {
        ObjectId id = new ObjectId(Tree.fleet(), Kind.MEMBERSHIP, "", name);
        return new Member(meta(id), new Locality("japan", ""), "vpc", List.of(), null, allowLoopback);
    }

    private static Meta meta(ObjectId id) {
        return new Meta(id, 1, CREATED, Map.of(), Map.of());
    }
}
