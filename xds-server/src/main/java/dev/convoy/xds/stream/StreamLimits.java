package dev.convoy.xds.stream;

/** How much clients may ask of the server: in all, by identity, and by stream. */
public record StreamLimits(
        int streams, int streamsPerGroup, int subscriptionsPerType, int nameLength, int responseBytes) {
    public static final StreamLimits DEFAULT = new StreamLimits(20_000, 1_000, 100_000, 2_048, 1 << 20);
}
