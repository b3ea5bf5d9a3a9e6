package dev.convoy.control.planning;

import dev.convoy.model.FleetObject;
import dev.convoy.model.Gateway;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.HttpRoute.ParentRef;
import dev.convoy.model.plan.Verdict;
import dev.convoy.model.plan.Verdict.Subject;

/** Words verdicts for one subject, stamped with the generation of the object as judged. */
record Judge(Subject subject, long generation) {
    static Judge of(FleetObject object) {
        return new Judge(new Subject.Whole(object.id()), object.meta().generation());
    }

    static Judge of(Gateway gateway, String listener) {
        return new Judge(
                new Subject.OfListener(gateway.id(), listener), gateway.meta().generation());
    }

    static Judge of(HttpRoute route, ParentRef parent) {
        return new Judge(new Subject.OfParent(route.id(), parent), route.meta().generation());
    }

    Verdict yes(String condition, String reason, String message) {
        return new Verdict(subject, generation, condition, true, reason, message);
    }

    Verdict no(String condition, String reason, String message) {
        return new Verdict(subject, generation, condition, false, reason, message);
    }

    Verdict no(String condition, Fault fault) {
        return no(condition, fault.reason(), fault.message());
    }
}
