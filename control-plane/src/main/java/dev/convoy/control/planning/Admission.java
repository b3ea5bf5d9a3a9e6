package dev.convoy.control.planning;

import dev.convoy.model.Listener.AllowedRoutes;

/**
 * Whom a listener admits: all of it that decides which routes attach. Certificates are none of it.
 *
 * @param hostname normal, {@code *} for every host
 * @param takesHttpRoutes whether its protocol and {@code allowedRoutes.kinds} admit HTTPRoutes
 */
record Admission(
        String name,
        int port,
        String protocol,
        String hostname,
        boolean takesHttpRoutes,
        AllowedRoutes allowedRoutes) {}
