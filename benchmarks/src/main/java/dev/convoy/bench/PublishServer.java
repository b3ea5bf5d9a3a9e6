package dev.convoy.bench;

import dev.convoy.control.planning.AddressPlan;
import dev.convoy.control.planning.Planner;
import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.xds.ServerKeys;
import dev.convoy.xds.XdsServer;
import dev.convoy.xds.XdsServerConfig;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.stream.StreamLimits;
import dev.convoy.xds.translate.TranslatedMember;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The real xDS server and the hub's own steps from the model to the publication, without an API, a database and statuses: what a
 * change costs from the publish on. The number in a client's certificate, modulo the members, tells its member.
 *
 * <p>Arguments: address of the xDS server, of the admin port, folder of the certificates, members, services.
 */
final class PublishServer implements Subject {
    private final int members;
    private final Planner planner = new Planner();
    private final Snapshots snapshots = new Snapshots();
    private final Map<MemberId, TranslatedMember> published = new HashMap<>();
    private final Map<Change, Steps> steps = new EnumMap<>(Change.class);
    private BenchFleet large;
    private FleetModel fleet = FleetModel.empty();
    private GatewayAddresses addresses = GatewayAddresses.NONE;

    private PublishServer(int members, int services) {
        this.members = members;
        this.large = new BenchFleet(members, services);
        resize(services);
    }

    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        var certificates = new Certificates(Path.of(arguments[2]));
        var subject = new PublishServer(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
        ServerKeys keys = certificates.serverKeys();
        StreamLimits usual = StreamLimits.DEFAULT;
        var limits = new StreamLimits(
                usual.streams(),
                usual.streams(),
                usual.subscriptionsPerType(),
                usual.nameLength(),
                usual.responseBytes());
        XdsServer.start(
                XdsServerConfig.at(Subject.address(arguments[0])).withLimits(limits),
                () -> keys,
                chain -> Optional.of(group(BenchFleet.member(Certificates.number(chain.getFirst()) % subject.members))),
                subject.snapshots);
        AdminPort.open(Subject.address(arguments[1]), subject);
    }

    @Override
    public void resize(int services) {
        large = new BenchFleet(members, services);
        FleetModel next = FleetModel.of(large.objects());
        List<ObjectId> gone = fleet.differences(next).stream()
                .filter(id -> next.find(id).isEmpty())
                .toList();
        publish(fleet.with(large.objects(), gone), new Steps());
    }

    @Override
    public void change(Change what, int v) {
        FleetObject changed = switch (what) {
            case ENDPOINT -> large.endpoint(v);
            case WEIGHT -> large.weight(v);
        };
        Steps taken = steps.computeIfAbsent(what, _ -> new Steps());
        publish(taken.time("model", () -> fleet.with(List.of(changed), List.of())), taken);
    }

    @Override
    public String steps() {
        String json = steps.entrySet().stream()
                .map(change -> "\"%s\": %s"
                        .formatted(
                                change.getKey().name().toLowerCase(Locale.ROOT),
                                change.getValue().medians()))
                .collect(Collectors.joining(", ", "{", "}"));
        steps.clear();
        return json;
    }

    private void publish(FleetModel next, Steps taken) {
        fleet = next;
        addresses =
                taken.time("addresses", () -> AddressPlan.of(next, addresses).addresses());
        FleetPlan plan = taken.time("plan", () -> planner.plan(next, addresses));
        Map<MemberId, TranslatedMember> translated = taken.time("translate", () -> translate(plan));
        taken.time("publish", () -> {
            translated.forEach((member, made) -> snapshots.publish(group(member), made.resources()));
            published.putAll(translated);
            return translated;
        });
    }

    private Map<MemberId, TranslatedMember> translate(FleetPlan plan) {
        var translated = new LinkedHashMap<MemberId, TranslatedMember>();
        plan.members().forEach((member, memberPlan) -> {
            TranslatedMember before = published.get(member);
            if (before == null) {
                translated.put(member, TranslatedMember.of(memberPlan));
            } else if (!memberPlan.equals(before.plan())) {
                translated.put(member, before.next(memberPlan));
            }
        });
        return translated;
    }

    private static EnvoyGroup group(MemberId member) {
        return new EnvoyGroup(member, EnvoyGroup.DEFAULT_POOL);
    }
}
