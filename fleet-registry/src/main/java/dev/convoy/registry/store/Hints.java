package dev.convoy.registry.store;

import dev.convoy.registry.store.ObjectStore.Subscription;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who is to hear, each on a thread of its own, that something was committed. Two subscriptions of one callback are two. */
final class Hints {
    private final Map<Subscription, Runnable> callbacks = new ConcurrentHashMap<>();

    Subscription subscribe(Runnable callback) {
        var subscription = new Subscription() {
            @Override
            public void close() {
                callbacks.remove(this);
            }
        };
        callbacks.put(subscription, callback);
        return subscription;
    }

    void give() {
        callbacks.values().forEach(Thread::startVirtualThread);
    }
}
