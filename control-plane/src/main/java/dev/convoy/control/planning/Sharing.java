package dev.convoy.control.planning;

import dev.convoy.model.MemberId;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.EastWestPlan;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.PortPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Lets a plan that was made from nothing share with the plan before it what is equal, so that the next steps find few differences. */
final class Sharing {
    private Sharing() {}

    static FleetPlan with(FleetPlan before, FleetPlan plan) {
        var members = new LinkedHashMap<MemberId, MemberPlan>();
        plan.members().forEach((member, planned) -> {
            MemberPlan known = before.members().get(member);
            members.put(member, known == null ? planned : with(known, planned));
        });
        return new FleetPlan(
                members,
                before.verdicts().changedTo(plan.verdicts()),
                before.attachedRoutes().changedTo(plan.attachedRoutes()));
    }

    private static MemberPlan with(MemberPlan before, MemberPlan plan) {
        var shared = new MemberPlan(
                plan.member(),
                each(before.gateways(), plan.gateways(), Sharing::isSameGateway, Sharing::with),
                before.backends().changedTo(plan.backends()),
                with(before.eastWest(), plan.eastWest()));
        return shared.equals(before) ? before : shared;
    }

    private static boolean isSameGateway(GatewayPlan one, GatewayPlan other) {
        return one.gateway().equals(other.gateway());
    }

    private static GatewayPlan with(GatewayPlan before, GatewayPlan plan) {
        return new GatewayPlan(
                plan.gateway(),
                plan.address(),
                each(before.ports(), plan.ports(), (one, other) -> one.port() == other.port(), Sharing::with));
    }

    private static PortPlan with(PortPlan before, PortPlan plan) {
        return new PortPlan(plan.port(), each(before.chains(), plan.chains(), Sharing::isSameChain, Sharing::with));
    }

    private static boolean isSameChain(ChainPlan one, ChainPlan other) {
        return one.serverName().equals(other.serverName());
    }

    private static ChainPlan with(ChainPlan before, ChainPlan plan) {
        return new ChainPlan(plan.serverName(), plan.tls(), before.hosts().changedTo(plan.hosts()));
    }

    private static @Nullable EastWestPlan with(@Nullable EastWestPlan before, @Nullable EastWestPlan plan) {
        return before == null || plan == null
                ? plan
                : new EastWestPlan(plan.bind(), before.exports().changedTo(plan.exports()));
    }

    /** Each that was there before, in their order. What comes out equal is the same instance. */
    private static <T> List<T> each(List<T> before, List<T> plans, BiPredicate<T, T> isSame, BinaryOperator<T> share) {
        List<T> shared = plans.stream()
                .map(plan -> before.stream()
                        .filter(known -> isSame.test(known, plan))
                        .findFirst()
                        .map(known -> {
                            T both = share.apply(known, plan);
                            return both.equals(known) ? known : both;
                        })
                        .orElse(plan))
                .toList();
        return shared.equals(before) ? before : shared;
    }
}
