package dev.convoy.control.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts the requests without a good credential from each address, a minute at a time, and remembers a bounded number of addresses. */
final class Failures {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int ADDRESSES = 10_000;

    private final int most;
    private final InstantSource clock;
    private final Map<String, Window> windows = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > ADDRESSES;
        }
    };

    private record Window(Instant start, int count) {}

    Failures(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    /** @throws Refusal where the address has to wait */
    synchronized void require(String address) {
        Window window = windows.get(address);
        if (window == null) {
            return;
        }
        Duration left = Duration.between(clock.instant(), window.start().plus(WINDOW));
        if (left.isNegative() || left.isZero()) {
            windows.remove(address);
        } else if (window.count() >= most) {
            throw Refusal.tooManyRequests(
                    "Too many requests without a good credential came from your address. Wait a minute, then try again with"
                            + " the right one.",
                    left.plusSeconds(1));
        }
    }

    synchronized void add(String address) {
        windows.merge(address, new Window(clock.instant(), 1), (old, _) -> new Window(old.start(), old.count() + 1));
    }
}
