package dev.convoy.registry.store;

import io.vertx.core.Context;

/** Keeps the store's blocking methods off the threads that serve everybody. */
final class EventLoops {
    private EventLoops() {}

    static void refuse() {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("the store blocks and was called on the event loop "
                    + Thread.currentThread().getName() + "; call it from a virtual thread");
        }
    }
}
