package dev.convoy.registry.member;

import dev.convoy.model.MemberId;
import java.time.Instant;

/**
 * Who is at the other end of a connection, as a certificate of the fleet's CA proves.
 *
 * @param pool which Envoys of the member
 * @param serial of the certificate, in hex
 * @param expires when the certificate does
 */
public record PeerIdentity(MemberId member, String pool, String serial, Instant expires) {
    public static final String DEFAULT_POOL = "default";
}
