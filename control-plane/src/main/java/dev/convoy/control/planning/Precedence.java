package dev.convoy.control.planning;

import dev.convoy.model.HttpRoute;
import dev.convoy.model.HttpRoute.Match;
import dev.convoy.model.HttpRoute.PathMatch;
import dev.convoy.model.plan.RoutePlan;
import java.util.Comparator;

/**
 * Which of several matches wins a request: the Gateway API's order, most important first. It leaves the place of regular expressions
 * open: here they stand below every prefix but {@code /}, which is no condition at all and would otherwise hide each of them.
 */
final class Precedence {
    private Precedence() {}

    /**
     * A match of a route in one host.
     *
     * @param hostname the most specific of the route's hostnames that covers the host
     */
    record Candidate(HttpRoute route, String hostname, int rule, int match, RoutePlan plan) {
        private Match asks() {
            return plan.match();
        }

        private int pathRank() {
            return switch (asks().path().type()) {
                case EXACT -> 0;
                case PREFIX -> prefixLength() > 0 ? 1 : 3;
                case REGEX -> 2;
            };
        }

        /** Of {@code /} there is nothing to match. */
        private int prefixLength() {
            PathMatch path = asks().path();
            return switch (path.type()) {
                case EXACT, REGEX -> 0;
                case PREFIX -> path.value().length() - 1;
            };
        }

        /** Whether it asks for what the other asks for, by a hostname just as specific. */
        boolean rivals(Candidate other) {
            return hostname.equals(other.hostname) && asks().equals(other.asks());
        }

        /** As its author knows it. */
        String place() {
            return "rule " + rule + ", match " + match;
        }
    }

    static final Comparator<Candidate> WINNER_FIRST = Comparator.comparing(
                    Candidate::hostname, Hostnames.MOST_SPECIFIC_FIRST)
            .thenComparingInt(Candidate::pathRank)
            .thenComparing(Comparator.comparingInt(Candidate::prefixLength).reversed())
            .thenComparing(candidate -> candidate.asks().method() == null)
            .thenComparing(Comparator.comparingInt(
                            (Candidate candidate) -> candidate.asks().headers().size())
                    .reversed())
            .thenComparing(Comparator.comparingInt((Candidate candidate) ->
                            candidate.asks().queryParams().size())
                    .reversed())
            .thenComparing(candidate -> candidate.route().meta().created())
            .thenComparing(candidate -> candidate.route().id())
            .thenComparingInt(Candidate::rule)
            .thenComparingInt(Candidate::match);
}
