package dev.convoy.control.hub;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Every setting of the hub, as {@code convoy.…} system property or {@code CONVOY_…} environment variable. The database is named by
 * {@code CONVOY_DATABASE_URL} alone.
 */
@ConfigMapping(prefix = "convoy")
public interface HubConfig {
    /** The folder of the hub's own files: the key that encrypts secrets ({@code convoy.key}) and the admin's {@code kubeconfig}. */
    @WithDefault("convoy-home")
    Path home();

    /** Host names and IP addresses under which the hub is reached; they stand in its certificate, the first in the kubeconfig. */
    @WithDefault("localhost,127.0.0.1")
    List<@WithConverter(HubSettings.Host.class) String> names();

    Api api();

    Xds xds();

    Certificates certificates();

    /** The Kubernetes-style API (HTTPS). */
    interface Api {
        /** The address to listen on. */
        @WithDefault("127.0.0.1")
        String host();

        /** The port to listen on. */
        @WithDefault("8443")
        int port();
    }

    /** The xDS server for the members' Envoys (gRPC over mTLS). */
    interface Xds {
        /** The address to listen on. */
        @WithDefault("127.0.0.1")
        String host();

        /** The port to listen on. */
        @WithDefault("18000")
        int port();
    }

    /** What the fleet's own CA issues. */
    interface Certificates {
        /** How long a member's certificate is good for: a minute or more. */
        @WithDefault("P30D")
        @WithConverter(HubSettings.Lifetime.class)
        Duration memberLifetime();
    }
}
