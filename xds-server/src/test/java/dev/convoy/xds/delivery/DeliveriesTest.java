package dev.convoy.xds.delivery;

import static dev.convoy.xds.Fixtures.OSAKA;
import static dev.convoy.xds.Fixtures.TOKYO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private static final ResourceKey A = new ResourceKey(ResourceType.CLUSTER, "a");
    private static final Refusal NO = new Refusal(A, "v1", "bad taste", Instant.EPOCH);

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Deliveries deliveries = new Deliveries(tasks::add);

    @Test
    void withoutAnEnvoyNothingIsAcknowledged() {
        deliveries.connect(OSAKA, new Fake(true, List.of()));
        assertThat(deliveries.standing(TOKYO, A::equals)).isEqualTo(new Standing.NoneConnected());
    }

    @Test
    void allMustHaveAcknowledged() {
        deliveries.connect(TOKYO, new Fake(true, List.of()));
        assertThat(deliveries.standing(TOKYO, A::equals)).isEqualTo(new Standing.Acknowledged(1));
        Fake second = new Fake(false, List.of());
        deliveries.connect(TOKYO, second);
        assertThat(deliveries.standing(TOKYO, A::equals)).isEqualTo(new Standing.Waiting(1, 2));
        deliveries.disconnect(TOKYO, second);
        assertThat(deliveries.standing(TOKYO, A::equals)).isEqualTo(new Standing.Acknowledged(1));
    }

    @Test
    void oneRefusalIsARefusal() {
        deliveries.connect(TOKYO, new Fake(true, List.of()));
        deliveries.connect(TOKYO, new Fake(false, List.of(NO)));
        assertThat(deliveries.standing(TOKYO, A::equals)).isEqualTo(new Standing.Refused(List.of(NO)));
    }

    @Test
    void aGroupThatWasForgottenBeginsWithAnEmptyRecord() {
        TrackRecord before = deliveries.record(TOKYO);
        assertThat(deliveries.record(TOKYO)).isSameAs(before);
        deliveries.forget(TOKYO);
        assertThat(deliveries.record(TOKYO)).isNotSameAs(before);
    }

    @Test
    void manyChangesAreToldAsOneAndNoneIsLost() {
        var told = new ArrayList<EnvoyGroup>();
        deliveries.onChange(told::add);
        deliveries.changed(TOKYO);
        deliveries.changed(TOKYO);
        deliveries.changed(OSAKA);
        runTasks();
        assertThat(told).containsExactlyInAnyOrder(TOKYO, OSAKA);
        deliveries.changed(TOKYO);
        runTasks();
        assertThat(told).hasSize(3);
    }

    @Test
    void aListenerThatFailsKeepsNobodyElseFromHearing() {
        var told = new ArrayList<EnvoyGroup>();
        deliveries.onChange(_ -> {
            throw new IllegalStateException("a fault of the listener");
        });
        deliveries.onChange(told::add);
        deliveries.changed(TOKYO);
        runTasks();
        assertThat(told).containsExactly(TOKYO);
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.pop().run();
        }
    }

    private record Fake(Stance stance) implements Recipient {
        Fake(boolean acknowledged, List<Refusal> refusals) {
            this(new Stance(acknowledged, refusals));
        }

        @Override
        public String node() {
            return "gw-1";
        }

        @Override
        public EnvoyDelivery delivery() {
            return new EnvoyDelivery(TOKYO, node(), Instant.EPOCH, "delta", Map.of());
        }

        @Override
        public Stance stance(Predicate<ResourceKey> which) {
            return stance;
        }
    }
}
