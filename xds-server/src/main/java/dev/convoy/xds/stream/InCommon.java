package dev.convoy.xds.stream;

/** What the streams of a group put together once for all of them. */
record InCommon(WholeStates states, Bundles bundles) {
    InCommon(StreamLimits limits) {
        this(new WholeStates(), new Bundles(limits.responseBytes()));
    }
}
