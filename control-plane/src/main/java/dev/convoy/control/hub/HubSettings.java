package dev.convoy.control.hub;

import dev.convoy.control.planning.Hostnames;
import io.quarkus.runtime.configuration.DurationConverter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/** What settings of the hub may say, where their type allows more. Whoever starts the hub reads these sentences. */
public final class HubSettings {
    private HubSettings() {}

    /** A host name as DNS has them (RFC 1123), or an IP address. */
    public static final class Host implements Converter<String> {
        @Override
        public String convert(String text) {
            String host = text.strip();
            if (Hostnames.isExact(host.toLowerCase(Locale.ROOT)) || isAddress(host)) {
                return host;
            }
            throw new IllegalArgumentException(
                    "\"" + text + "\" is neither a host name, such as hub.example.com, nor an IP address");
        }

        private static boolean isAddress(String host) {
            try {
                InetAddress.ofLiteral(host);
                return true;
            } catch (IllegalArgumentException _) {
                return false;
            }
        }
    }

    /** How long a certificate is good for: long enough to be renewed in time. */
    public static final class Lifetime implements Converter<Duration> {
        private static final Duration SHORTEST = Duration.ofMinutes(1);

        @Override
        public Duration convert(String text) {
            Duration lifetime = DurationConverter.parseDuration(text);
            if (lifetime.compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is too short for a certificate; the least is " + SHORTEST);
            }
            return lifetime;
        }
    }
}
