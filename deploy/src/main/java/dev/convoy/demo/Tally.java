package dev.convoy.demo;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Counts answers; requests may be counted from many threads. */
final class Tally {
    private final Map<Answer, LongAdder> counts = new ConcurrentHashMap<>();

    void count(Answer answer) {
        counts.computeIfAbsent(answer, _ -> new LongAdder()).increment();
    }

    long total() {
        return from(_ -> true) + failed();
    }

    long failed() {
        return sum(Answer.Failed.class::isInstance);
    }

    long from(Predicate<Answer.From> which) {
        return sum(answer -> answer instanceof Answer.From from && which.test(from));
    }

    long version(String version) {
        return from(answer -> answer.version().equals(version));
    }

    private long sum(Predicate<Answer> which) {
        return counts.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    /** The most frequent first. */
    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), entry.getValue().sum()))
                .sorted(Map.Entry.<Answer, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry::getKey, Comparator.comparing(Answer::toString)))
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
