package dev.convoy.xds.delivery;

/** What one Envoy has under one name, and how far what is published has come to it. */
public record ResourceDelivery(Held held, Progress progress) {
    /** What the Envoy surely has; while something is on its way, what it had before. */
    public sealed interface Held {
        record Nothing() implements Held {}

        record Version(String version) implements Held {}

        /** Of before its stream, or one of two: an Envoy does not say which parts it took of what it refused. */
        record Unknown() implements Held {}
    }

    /** How far the resource has come as it is published now. */
    public sealed interface Progress {
        record Acknowledged() implements Progress {}

        /** Sent, and not answered yet. */
        record Sent() implements Progress {}

        /** Still to be sent, or to be removed. */
        record Due() implements Progress {}

        /** The Envoy refused it, and keeps what it has. */
        record Refused(Refusal refusal) implements Progress {}

        /** Others refused it and none took it, so that it is not sent to this Envoy. */
        record Withheld(Refusal refusal) implements Progress {}

        /** The Envoy asks for it by its name, and there is none. */
        record Missing() implements Progress {}
    }
}
