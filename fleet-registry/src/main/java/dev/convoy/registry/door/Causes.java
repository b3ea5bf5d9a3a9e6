package dev.convoy.registry.door;

import java.util.ArrayList;
import java.util.List;

/** What is wrong so far. Keeps the first few only: nobody reads more, and a hostile body could have a million. */
final class Causes {
    private static final int MOST = 20;

    private final List<Cause> found = new ArrayList<>();

    void add(Cause cause) {
        if (!full()) {
            found.add(cause);
        }
    }

    void addAll(List<Cause> causes) {
        causes.forEach(this::add);
    }

    boolean full() {
        return found.size() >= MOST;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Cause> list() {
        return List.copyOf(found);
    }
}
