package dev.convoy.xds.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.PersistentMap;
import dev.convoy.xds.snapshot.Resource;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private static final int NAMES = 6;
    private static final int STEPS = 20_000;

    private final Subscription subscription = new Subscription();
    private PersistentMap<String, Resource> published = PersistentMap.empty();

    @Test
    void whatItIsAskedBeforeDoesNotShowInWhetherItWantsAll() {
        var random = new Random(20_26);
        int all = 0;
        for (int i = 0; i < STEPS; i++) {
            String name = "n" + random.nextInt(NAMES);
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> subscription.add(name);
                case 4 -> subscription.remove(name);
                case 5 -> subscription.wildcard(random.nextInt(4) == 0);
                case 6, 7 -> published = published.without(name);
                default -> published = published.with(name, Resource.emptyAssignment(name));
            }
            if (random.nextInt(3) == 0) {
                boolean wantsAll = published.keys().stream().allMatch(subscription::wants);
                assertThat(subscription.wantsAll(published)).isEqualTo(wantsAll);
                all += wantsAll ? 1 : 0;
            }
        }
        assertThat(all).as("both happened").isBetween(STEPS / 100, STEPS / 4);
    }

    @Test
    void whoWantsNothingWantsAllOfNothing() {
        assertThat(subscription.wantsAll(PersistentMap.empty())).isTrue();
    }
}
