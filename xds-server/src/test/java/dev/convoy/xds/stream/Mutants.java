package dev.convoy.xds.stream;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Bytes that are nearly right: made of seeds by the usual accidents, the same ones for the same random numbers. */
public final class Mutants {
    private final List<byte[]> seeds;
    private final Random random;

    public Mutants(List<byte[]> seeds, Random random) {
        this.seeds = seeds;
        this.random = random;
    }

    public Stream<byte[]> stream() {
        return Stream.generate(this::next);
    }

    public byte[] next() {
        byte[] bytes = seed().clone();
        for (int accidents = 1 + random.nextInt(4); accidents > 0; accidents--) {
            bytes = accident(bytes);
        }
        return bytes;
    }

    private byte[] accident(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        return switch (random.nextInt(6)) {
            case 0 -> changed(bytes, (byte) random.nextInt(256));
            case 1 -> changed(bytes, (byte) (random.nextBoolean() ? 0xff : 0x7f));
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> joined(Arrays.copyOf(bytes, at), tail(seed()));
            case 4 -> joined(bytes, bytes.length > 4_096 ? new byte[0] : tail(bytes));
            default -> joined(joined(Arrays.copyOf(bytes, at), noise()), Arrays.copyOfRange(bytes, at, bytes.length));
        };
    }

    private byte[] changed(byte[] bytes, byte value) {
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = value;
        }
        return bytes;
    }

    private byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(8)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] tail(byte[] bytes) {
        return Arrays.copyOfRange(bytes, random.nextInt(bytes.length + 1), bytes.length);
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
