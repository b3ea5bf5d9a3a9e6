package dev.convoy.registry.member;

/** The answer to whoever asks for a member's certificate. */
public sealed interface Issuance {
    /**
     * The certificate.
     *
     * @param certificatePem signed by the CA itself, so it is the whole chain
     */
    record Issued(PeerIdentity identity, String certificatePem) implements Issuance {}

    /**
     * No certificate.
     *
     * @param sentence for the one who asked: what is wrong and what to do, and nothing that a stranger need not know
     */
    record Refused(String sentence) implements Issuance {}
}
