package dev.convoy.model.plan;

import dev.convoy.model.HttpRoute;
import dev.convoy.model.ObjectId;

/**
 * One judgement, on its way to become a condition in somebody's status. A user's mistake is a verdict, never an exception.
 *
 * @param generation of the object as judged: the condition's {@code observedGeneration}
 * @param condition the condition's type, for example {@code ResolvedRefs}
 * @param holds whether the condition is {@code True}
 * @param reason the Gateway API's own CamelCase word
 * @param message a sentence; where something is wrong it says what to do
 */
public record Verdict(
        Subject subject, long generation, String condition, boolean holds, String reason, String message) {

    /** What is judged. */
    public sealed interface Subject {
        ObjectId object();

        /** The object as a whole. */
        record Whole(ObjectId object) implements Subject {}

        /** One listener of a Gateway. */
        record OfListener(ObjectId object, String listener) implements Subject {}

        /** A route, as one of its parents sees it. */
        record OfParent(ObjectId object, HttpRoute.ParentRef parent) implements Subject {}
    }
}
