package dev.convoy.control.planning;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** A user's mistake, before it is known whose condition it becomes: the Gateway API's reason, and a sentence that says what to do. */
record Fault(String reason, String message) {
    /** A reader mends a handful at a time. */
    private static final int TOLD = 5;

    /** Several for one condition: the first one's reason, and what they say. */
    static Fault together(List<Fault> faults) {
        return new Fault(
                faults.getFirst().reason(),
                told(faults.stream().map(Fault::message).distinct().toList()));
    }

    /** One text of several sentences: a handful of them. */
    static String told(Collection<String> sentences) {
        String told = sentences.stream().limit(TOLD).collect(Collectors.joining(" "));
        int more = sentences.size() - TOLD;
        return more > 0 ? told + " (" + more + " more like these.)" : told;
    }
}
