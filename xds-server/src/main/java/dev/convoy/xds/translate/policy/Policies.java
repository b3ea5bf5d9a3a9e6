package dev.convoy.xds.translate.policy;

import dev.convoy.model.Policy;
import java.util.List;

/** Sends each policy to the one file that knows it. */
public final class Policies {
    private Policies() {}

    /** The effects of all of them, in their order. */
    public static Effects effects(List<Policy> policies, Setting setting) {
        return policies.stream()
                .map(policy -> effects(policy, setting))
                .reduce(Effects::and)
                .orElse(Effects.NONE);
    }

    private static Effects effects(Policy policy, Setting setting) {
        return switch (policy) {
            case Policy.RequestHeaders p -> HeaderTranslation.request(p.edits());
            case Policy.ResponseHeaders p -> HeaderTranslation.response(p.edits());
            case Policy.Redirect p -> RedirectTranslation.effects(p, setting);
            case Policy.Rewrite p -> RewriteTranslation.effects(p, setting);
            case Policy.Mirror p -> MirrorTranslation.effects(p, setting);
            case Policy.Timeout p -> TimeoutTranslation.effects(p);
            case Policy.Unsupported p -> throw new IllegalStateException("planned, but unknown to us: " + p);
        };
    }
}
