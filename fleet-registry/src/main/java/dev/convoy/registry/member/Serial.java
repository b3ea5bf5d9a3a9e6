package dev.convoy.registry.member;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * A certificate's serial number, which carries its member's epoch: a revoked member's certificates are told from those issued afterwards
 * without a list of them and without trusting any clock.
 */
final class Serial {
    private static final int LENGTH = 16;
    /** Keeps the number positive, and of one length. */
    private static final byte LEAD = 1;

    private Serial() {}

    static BigInteger next(int epoch, SecureRandom random) {
        byte[] tail = new byte[LENGTH - 1 - Integer.BYTES];
        random.nextBytes(tail);
        return new BigInteger(
                ByteBuffer.allocate(LENGTH).put(LEAD).putInt(epoch).put(tail).array());
    }

    static int epoch(BigInteger serial) {
        return serial.shiftRight(Byte.SIZE * (LENGTH - 1 - Integer.BYTES)).intValue();
    }

    static String hex(BigInteger serial) {
        return serial.toString(16);
    }
}
