package dev.convoy.control.api;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what only a browser on somebody else's page would send: a request for a host name that is not this hub's (DNS rebinding), or from
 * another origin.
 */
final class HostRule {
    private final Set<String> names;

    /** @param names the host names in the server's certificate, lower case; addresses are always good */
    HostRule(Set<String> names) {
        this.names = Set.copyOf(names);
    }

    /** The names that the server proves itself with. */
    static HostRule of(TlsMaterial tls) {
        return new HostRule(CertificateNames.in(tls.certificateChain()));
    }

    void require(@Nullable String authority, @Nullable String origin) {
        String host = authority == null ? "" : withoutPort(authority.toLowerCase(Locale.ROOT));
        if (!isAddress(host) && !host.equals("localhost") && names.stream().noneMatch(name -> matches(name, host))) {
            throw Refusal.forbidden("This hub is not \"" + Text.shown(host)
                    + "\". Reach it by an address or a name that its certificate holds.");
        }
        if (origin != null && !host.equals(hostOf(origin))) {
            throw Refusal.forbidden("Requests from web pages of other origins are not answered.");
        }
    }

    private static boolean matches(String name, String host) {
        return name.startsWith("*.")
                ? host.endsWith(name.substring(1)) && host.indexOf('.') == host.length() - name.length() + 1
                : name.equals(host);
    }

    private static boolean isAddress(String host) {
        boolean ipv4 = !host.isEmpty() && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        return ipv4 || host.startsWith("[");
    }

    private static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    private static String hostOf(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
