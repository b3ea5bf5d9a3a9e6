package dev.convoy.registry.member;

import dev.convoy.model.FleetNames;
import dev.convoy.model.MemberId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name that a certificate gives its member's gateways, and the only one that anybody looks at. */
record Spiffe(MemberId member, String pool) {
    private static final String LABEL = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
    private static final Pattern FORM =
            Pattern.compile(Pattern.quote(FleetNames.GATEWAY_IDENTITY) + "(" + LABEL + ")(?:/(" + LABEL + "))?");

    static @Nullable Spiffe parse(String uri) {
        Matcher form = FORM.matcher(uri);
        if (!form.matches()) {
            return null;
        }
        String pool = form.group(2);
        return new Spiffe(new MemberId(form.group(1)), pool == null ? PeerIdentity.DEFAULT_POOL : pool);
    }

    String uri() {
        String uri = FleetNames.GATEWAY_IDENTITY + member + (pool.equals(PeerIdentity.DEFAULT_POOL) ? "" : "/" + pool);
        if (!equals(parse(uri))) {
            throw new IllegalArgumentException(
                    "\"" + uri + "\" is no name for a certificate: member and pool must be DNS"
                            + " labels of at most 63 characters");
        }
        return uri;
    }
}
