package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One resource within a response that has not been answered yet.
 *
 * @param sent null for a removal
 * @param before what the client had; it may be using it until it answers, and keeps it where it refuses
 * @param asPublished whether the client has what is published once it has taken this
 */
record Shipment(String name, @Nullable Resource sent, Holding before, boolean asPublished) {
    /**
     * What the client may be using beside what is published until it has answered. What it wants no more it takes all the same, where it has
     * wanted it again before it hears of it.
     */
    Stream<Holding> mayBeUsed(Subscription subscription) {
        return subscription.wants(name) ? Stream.of(before) : Stream.of(before, Holding.of(sent));
    }
}
