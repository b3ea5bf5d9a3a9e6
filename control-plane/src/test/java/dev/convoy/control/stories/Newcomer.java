package dev.convoy.control.stories;

import dev.convoy.model.EndpointSlice;
import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.Gateway;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.Meta;
import dev.convoy.model.Namespace;
import dev.convoy.model.ObjectId;
import dev.convoy.model.ReferenceGrant;
import dev.convoy.model.Service;
import dev.convoy.model.ServiceExport;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A member that a fleet may get: like its last one, with all that the others have, on a network of its own. */
final class Newcomer {
    private static final MemberId NAME = new MemberId("zurich");

    private Newcomer() {}

    /** Its Membership and its own objects. */
    static List<FleetObject> to(FleetModel fleet) {
        Member last = fleet.members().getLast();
        var objects = new ArrayList<FleetObject>();
        objects.add(new Member(
                meta(Tree.fleet(), NAME.name(), last),
                last.locality(),
                NAME.name(),
                last.gatewayAddresses(),
                new SocketAddress("127.0.10.9", 443),
                last.allowLoopbackEndpoints()));
        fleet.all().flatMap(Newcomer::copy).forEach(objects::add);
        return FleetModel.of(objects).all().toList();
    }

    private static Stream<FleetObject> copy(FleetObject object) {
        if (!(object.id().tree() instanceof Tree.OfMember)) {
            return Stream.empty();
        }
        Meta meta = meta(Tree.of(NAME), object.id().name(), object);
        return switch (object) {
            case EndpointSlice slice ->
                Stream.of(new EndpointSlice(meta, slice.service(), slice.ports(), slice.endpoints()));
            case Service service -> Stream.of(new Service(meta, service.ports()));
            case ServiceExport export -> Stream.of(new ServiceExport(meta, export.exportTo()));
            case Namespace _ -> Stream.of(new Namespace(meta));
            case Gateway gateway ->
                Stream.of(new Gateway(meta, gateway.className(), gateway.listeners(), gateway.addresses()));
            case HttpRoute route -> Stream.of(new HttpRoute(meta, route.parents(), route.hostnames(), route.rules()));
            case ReferenceGrant grant -> Stream.of(new ReferenceGrant(meta, grant.from(), grant.to()));
            default -> Stream.empty();
        };
    }

    private static Meta meta(Tree tree, String name, FleetObject object) {
        ObjectId id = object.id();
        Meta meta = object.meta();
        return new Meta(
                new ObjectId(tree, id.kind(), id.namespace(), name),
                meta.generation(),
                meta.created(),
                meta.labels(),
                meta.annotations());
    }
}
