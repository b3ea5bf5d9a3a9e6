package dev.convoy.xds.translate;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The working directory of a member's Envoy, where it finds who it is and whom to trust. Everything names these files by relative paths.
 * Envoy takes up a renewed certificate when files are moved into this folder, not when they are written in place.
 */
public final class IdentityFolder {
    public static final String BOOTSTRAP = "envoy.yaml";
    public static final String CERTIFICATE = "tls.crt";
    public static final String PRIVATE_KEY = "tls.key";
    public static final String CA = "ca.crt";

    static final String SDS_FOLDER = "sds";
    static final String IDENTITY = "identity";
    static final String FLEET_CA = "fleet-ca";

    private static final String SECRET = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret";

    private IdentityFolder() {}

    /** File name to content of all that holds no key: the bootstrap, and where Envoy is told of the PEM files that lie beside it. */
    public static SortedMap<String, String> files(Bootstrap bootstrap) {
        return new TreeMap<>(
                Map.of(BOOTSTRAP, bootstrap.yaml(), sdsFile(IDENTITY), identity(), sdsFile(FLEET_CA), fleetCa()));
    }

    static String sdsFile(String secret) {
        return SDS_FOLDER + "/" + secret + ".json";
    }

    private static String identity() {
        return """
                {"resources": [{
                  "@type": "%s",
                  "name": "%s",
                  "tls_certificate": {
                    "certificate_chain": {"filename": "%s"},
                    "private_key": {"filename": "%s"},
                    "watched_directory": {"path": "."}
                  }
                }]}
                """.formatted(SECRET, IDENTITY, CERTIFICATE, PRIVATE_KEY);
    }

    private static String fleetCa() {
        return """
                {"resources": [{
                  "@type": "%s",
                  "name": "%s",
                  "validation_context": {
                    "trusted_ca": {"filename": "%s"},
                    "watched_directory": {"path": "."}
                  }
                }]}
                """.formatted(SECRET, FLEET_CA, CA);
    }
}
