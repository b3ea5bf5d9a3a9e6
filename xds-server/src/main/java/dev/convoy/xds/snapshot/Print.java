package dev.convoy.xds.snapshot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Tells sets apart without looking at their members again: how many there are, and the sum of a hash of each, so that their order does
 * not matter. The hash is keyed anew in each process: nobody outside can look for two sets that have the same print.
 */
public record Print(int size, long sum) {
    public static final Print NONE = new Print(0, 0);

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long KEY = new SecureRandom().nextLong();
    private static final long FACTOR = new SecureRandom().nextLong() | 1;

    public Print plus(long member) {
        return new Print(size + 1, sum + member);
    }

    /** The member is in the set. */
    public Print minus(long member) {
        return new Print(size - 1, sum - member);
    }

    /** A text as a member. */
    public static long member(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return member(bytes, 0, bytes.length);
    }

    /** A text as a member, which stands in UTF-8 between these indices. */
    public static long member(byte[] bytes, int from, int to) {
        long hash = KEY ^ (to - from);
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = step(hash, (long) WORDS.get(bytes, at));
        }
        long rest = 0;
        for (; at < to; at++) {
            rest = rest << Byte.SIZE | (bytes[at] & 0xFF);
        }
        return step(step(hash, rest), KEY);
    }

    /** Two members as one, in this order. */
    public static long pair(long first, long second) {
        return step(step(step(KEY, first), second), KEY);
    }

    /** Both halves of the product: in the lower one a difference in the topmost bits shows the same way under each key. */
    private static long step(long hash, long word) {
        long mixed = hash ^ word;
        return mixed * FACTOR ^ Math.unsignedMultiplyHigh(mixed, FACTOR);
    }
}
