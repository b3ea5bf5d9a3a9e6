package dev.convoy.registry.read;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** How names, header fields and IP addresses are written. What is spelled otherwise gets no further. */
final class Spelling {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    private static final Pattern DNS_LABEL = Pattern.compile(LABEL);
    private static final Pattern HOSTNAME = Pattern.compile("(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*");
    private static final Pattern HTTP_TOKEN = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]{1,256}");

    private Spelling() {}

    static boolean isDnsLabel(String text) {
        return DNS_LABEL.matcher(text).matches();
    }

    static boolean isHostname(String text) {
        return text.length() <= 253 && HOSTNAME.matcher(text).matches();
    }

    static boolean isHttpToken(String text) {
        return HTTP_TOKEN.matcher(text).matches();
    }

    static boolean isOneLine(String text) {
        return text.chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
    }

    /**
     * The one way to write an address, so that it cannot pass a check in disguise: {@code ::ffff:127.0.0.1} is {@code 127.0.0.1}, and
     * {@code 0:0::1} is {@code ::1}.
     */
    static Optional<String> ipAddress(String text) {
        if (text.contains("%")) {
            return Optional.empty();
        }
        try {
            return switch (InetAddress.ofLiteral(text)) {
                case Inet4Address v4 ->
                    // Shorter and octal spellings mean different addresses to different readers.
                    text.contains(":") || v4.getHostAddress().equals(text)
                            ? Optional.of(v4.getHostAddress())
                            : Optional.empty();
                case Inet6Address v6 -> Optional.of(shortest(v6));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** RFC 5952: the first longest run of two or more zero groups becomes {@code ::}. */
    private static String shortest(Inet6Address address) {
        String[] groups = address.getHostAddress().split(":", -1);
        int start = 0;
        int longest = 1;
        for (int i = 0; i < groups.length; i++) {
            int run = i;
            while (run < groups.length && groups[run].equals("0")) {
                run++;
            }
            if (run - i > longest) {
                start = i;
                longest = run - i;
            }
        }
        if (longest == 1) {
            return address.getHostAddress();
        }
        return join(groups, 0, start) + "::" + join(groups, start + longest, groups.length);
    }

    private static String join(String[] groups, int from, int to) {
        return String.join(":", Arrays.asList(groups).subList(from, to));
    }
}
