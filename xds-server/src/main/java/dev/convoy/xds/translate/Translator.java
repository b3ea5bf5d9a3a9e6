package dev.convoy.xds.translate;

import dev.convoy.model.plan.MemberPlan;
import dev.convoy.xds.snapshot.XdsResources;

/** Everything that the Envoys of a member are served, from everything that they are to do. */
public final class Translator {
    private Translator() {}

    public static XdsResources translate(MemberPlan plan) {
        return TranslatedMember.of(plan).resources();
    }
}
