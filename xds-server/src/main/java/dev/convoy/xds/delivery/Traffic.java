package dev.convoy.xds.delivery;

/** What went over a stream for one type since it began. */
public record Traffic(long responses, long resources, long removals, long bytes, long refusals) {
    public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);
    public static final Traffic REFUSAL = new Traffic(0, 0, 0, 0, 1);

    public Traffic plus(Traffic other) {
        return new Traffic(
                responses + other.responses,
                resources + other.resources,
                removals + other.removals,
                bytes + other.bytes,
                refusals + other.refusals);
    }
}
