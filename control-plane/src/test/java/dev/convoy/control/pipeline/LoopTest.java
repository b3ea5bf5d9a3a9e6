package dev.convoy.control.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {
    private static final Duration NEVER = Duration.ofHours(1);

    @Test
    void hintsThatComeDuringARoundAreOneMoreRound() throws InterruptedException {
        var rounds = new AtomicInteger();
        var inFirst = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var second = new CountDownLatch(2);
        try (var loop = new Loop("test", Duration.ZERO, NEVER, () -> {
            rounds.incrementAndGet();
            second.countDown();
            inFirst.countDown();
            await(goOn);
        })) {
            loop.start();
            await(inFirst);
            for (int i = 0; i < 1_000; i++) {
                loop.hint();
            }
            goOn.countDown();
            assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
            TimeUnit.MILLISECONDS.sleep(50);
            assertThat(rounds).hasValue(2);
        }
    }

    @Test
    void hintsDoNotCutShortTheTimeBetweenRounds() throws InterruptedException {
        var third = new CountDownLatch(3);
        long start = System.nanoTime();
        try (var loop = new Loop("test", Duration.ofMillis(100), NEVER, third::countDown)) {
            loop.start();
            while (!third.await(1, TimeUnit.MILLISECONDS)) {
                loop.hint();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(200));
        }
    }

    @Test
    void aRoundThatFailsIsTriedAgainButNotInAHotLoop() throws InterruptedException {
        var rounds = new AtomicInteger();
        var recovered = new CountDownLatch(1);
        try (var loop = new Loop("test", Duration.ZERO, NEVER, () -> {
            if (rounds.incrementAndGet() < 3) {
                throw new IllegalStateException("the world failed");
            }
            recovered.countDown();
        })) {
            for (int i = 0; i < 1_000; i++) {
                loop.hint();
            }
            loop.start();
            assertThat(recovered.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(rounds.get()).isLessThan(10);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
