package dev.convoy.control.planning;

import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.plan.Verdict;
import java.util.List;

/** The verdicts on every object. One without verdicts is not there. */
record Verdicts(PersistentMap<ObjectId, List<Verdict>> byObject) {
    Verdicts with(ObjectId object, List<Verdict> verdicts) {
        return new Verdicts(verdicts.isEmpty() ? byObject.without(object) : byObject.with(object, verdicts));
    }
}
