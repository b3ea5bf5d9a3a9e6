package dev.convoy.xds.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * What {@link JazzerTest} found on long runs: the inputs that reach most of the code, and each on which a target once failed. They are kept
 * in {@code src/test/resources/fuzz}, one a line in Base64, and are where each run begins.
 */
final class Found {
    private Found() {}

    static List<byte[]> by(Class<?> target) {
        try (InputStream file = Found.class.getResourceAsStream("/fuzz/" + target.getSimpleName())) {
            String lines = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.US_ASCII);
            return lines.lines().map(Base64.getDecoder()::decode).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
