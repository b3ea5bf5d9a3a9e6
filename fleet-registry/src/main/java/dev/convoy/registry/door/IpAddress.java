package dev.convoy.registry.door;

import com.google.re2j.Pattern;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** An IP address as a text of an author: literals only, nothing is looked up. */
record IpAddress(InetAddress address, boolean v6) {
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    /** What an address is good for. */
    enum Reach {
        ANYWHERE,
        /** Loopback and link-local: only on the own machine or link. */
        NEAR,
        /** Unspecified, multicast, broadcast: no destination of a request. */
        NOWHERE
    }

    static Optional<IpAddress> parse(String text) {
        boolean v6 = text.indexOf(':') >= 0;
        if (text.length() > 45 || text.indexOf('%') >= 0 || (!v6 && !DECIMAL.matches(text))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new IpAddress(InetAddress.ofLiteral(text), v6));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** An IPv4 address inside an IPv6 one counts as what it is: {@code ::ffff:127.0.0.1} is loopback. */
    Reach reach() {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address six && six.isIPv4CompatibleAddress() && !six.isLoopbackAddress()) {
            bytes = Arrays.copyOfRange(bytes, 12, 16);
        }
        if (bytes.length == 4) {
            int first = bytes[0] & 0xff;
            int second = bytes[1] & 0xff;
            if (first == 0 || (first >= 224 && first < 240) || first == 255) {
                return Reach.NOWHERE;
            }
            return first == 127 || (first == 169 && second == 254) ? Reach.NEAR : Reach.ANYWHERE;
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return Reach.NOWHERE;
        }
        return address.isLoopbackAddress() || address.isLinkLocalAddress() ? Reach.NEAR : Reach.ANYWHERE;
    }
}
