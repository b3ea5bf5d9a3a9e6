package dev.convoy.xds.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrintTest {
    @Test
    void aTextHasThePrintOfItsBytesWhereverTheyStand() {
        byte[] bytes = "--serviceimport/shop/checkout/80--".getBytes(StandardCharsets.UTF_8);
        assertThat(Print.member(bytes, 2, bytes.length - 2)).isEqualTo(Print.member("serviceimport/shop/checkout/80"));
    }

    /**
     * The topmost bit stays alone when it is multiplied, whatever the factor; what becomes of it then must not be so plain that the next
     * word can take it back.
     */
    @Test
    void whatDiffersInOneWordIsNotTakenBackByTheNext() {
        var random = new Random(5);
        byte[] one = new byte[16];
        random.nextBytes(one);
        byte[] other = one.clone();
        flip(other, 63);
        for (int bit : new int[] {63, 63 - 29, 63 - 47}) {
            flip(other, 64 + bit);
        }
        assertThat(Print.member(other, 0, 16)).isNotEqualTo(Print.member(one, 0, 16));
    }

    private static void flip(byte[] bytes, int bit) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
}
