package dev.convoy.control.stories;

import dev.convoy.embedded.LoopbackBlock;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.plan.EastWestPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.PortPlan;
import org.jspecify.annotations.Nullable;

/** A member's plan on addresses that are this test's own and ports that need no root, so that a real Envoy can bind them. */
final class Moved {
    private static final int FIRST_FREE_PORT = 1024;
    private static final int UP = 20_000;

    private Moved() {}

    static MemberPlan to(LoopbackBlock block, MemberPlan plan) {
        return new MemberPlan(
                plan.member(),
                plan.gateways().stream().map(gateway -> gateway(block, gateway)).toList(),
                plan.backends(),
                eastWest(block, plan.eastWest()));
    }

    private static GatewayPlan gateway(LoopbackBlock block, GatewayPlan gateway) {
        return new GatewayPlan(
                gateway.gateway(),
                block.address(),
                gateway.ports().stream()
                        .map(port -> new PortPlan(
                                port.port() < FIRST_FREE_PORT ? port.port() + UP : port.port(), port.chains()))
                        .toList());
    }

    private static @Nullable EastWestPlan eastWest(LoopbackBlock block, @Nullable EastWestPlan eastWest) {
        return eastWest == null
                ? null
                : new EastWestPlan(
                        new SocketAddress(block.address(), eastWest.bind().port()), eastWest.exports());
    }
}
