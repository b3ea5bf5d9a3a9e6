package dev.convoy.model;

import java.util.List;

/**
 * A Gateway API Gateway: listeners that wait for routes.
 *
 * @param addresses IP addresses it asks for; empty where any of the member's pool will do
 */
public record Gateway(Meta meta, String className, List<Listener> listeners, List<String> addresses)
        implements FleetObject {
    public Gateway {
        listeners = List.copyOf(listeners);
        addresses = List.copyOf(addresses);
    }
}
