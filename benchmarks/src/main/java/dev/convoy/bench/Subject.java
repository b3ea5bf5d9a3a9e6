package dev.convoy.bench;

import java.net.InetSocketAddress;

/** A server under test, as its admin port sees it. One call at a time. */
interface Subject {
    /** Serves this many services, each with a host, in place of those before. */
    void resize(int services);

    /** Makes a change visible to the clients; {@code v} is the number by which they know it. */
    void change(Change what, int v);

    /** What the changes since the last call cost, step by step, as JSON; where there are steps. */
    default String steps() {
        return "{}";
    }

    /** From {@code host:port}. */
    static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** The one object that changes. */
    enum Change {
        ENDPOINT,
        WEIGHT
    }
}
