package dev.convoy.xds.snapshot;

import org.jspecify.annotations.Nullable;

/** A resource that a publication added, replaced or removed; {@code before} is null where it is new. */
public record Change(ResourceKey key, @Nullable Resource before) {}
