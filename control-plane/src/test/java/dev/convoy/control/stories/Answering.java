package dev.convoy.control.stories;

import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.model.plan.VirtualHostPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A plan whose routes answer by themselves, each with a status of its own, so that a request tells which of them won it. */
final class Answering {
    private static final int FIRST_STATUS = 240;

    private final Map<String, Integer> statuses = new HashMap<>();

    MemberPlan instead(MemberPlan plan) {
        List<GatewayPlan> gateways = plan.gateways().stream()
                .map(gateway -> new GatewayPlan(
                        gateway.gateway(),
                        gateway.address(),
                        gateway.ports().stream().map(this::port).toList()))
                .toList();
        return new MemberPlan(plan.member(), gateways, List.of(), null);
    }

    /** The name of the route that answered; the status itself where none did. */
    String winner(int status) {
        return statuses.entrySet().stream()
                .filter(entry -> entry.getValue() == status)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Integer.toString(status));
    }

    private PortPlan port(PortPlan port) {
        return new PortPlan(
                port.port(),
                port.chains().stream()
                        .map(chain -> new ChainPlan(
                                chain.serverName(),
                                chain.tls(),
                                chain.hosts().values().stream().map(this::host).toList()))
                        .toList());
    }

    private VirtualHostPlan host(VirtualHostPlan host) {
        return new VirtualHostPlan(
                host.hostname(), host.routes().stream().map(this::route).toList());
    }

    private RoutePlan route(RoutePlan route) {
        if (route.action() instanceof Action.Answer) {
            return route;
        }
        int status = statuses.computeIfAbsent(route.name(), _ -> FIRST_STATUS + statuses.size());
        return new RoutePlan(route.name(), route.match(), List.of(), new Action.Answer(status));
    }
}
