package dev.convoy.xds.translate;

import dev.convoy.model.plan.BackendId;

/** How the east-west hop names a service, in the TLS server name: {@code <port>.<service>.<namespace>.ew.convoy.dev}. */
public final class Sni {
    private static final String SUFFIX = ".ew.convoy.dev";

    /** Takes every server name of the east-west hop, and no other. */
    static final String ANY = "*" + SUFFIX;

    private Sni() {}

    public static String of(BackendId service) {
        return service.port() + "." + service.name() + "." + service.namespace() + SUFFIX;
    }
}
