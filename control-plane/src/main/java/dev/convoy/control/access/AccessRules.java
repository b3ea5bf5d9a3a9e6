package dev.convoy.control.access;

import dev.convoy.control.access.Identity.FleetAdmin;
import dev.convoy.control.access.Identity.MemberGateway;
import dev.convoy.model.MemberId;
import dev.convoy.model.Tree;
import java.util.Optional;

/** Who may what. */
public final class AccessRules {
    private AccessRules() {}

    /** Why somebody may not touch a tree's objects, as a sentence; empty where they may. */
    public static Optional<String> objection(Identity who, Tree tree) {
        return switch (who) {
            case FleetAdmin _ -> Optional.empty();
            case MemberGateway(MemberId own) ->
                tree.equals(Tree.of(own))
                        ? Optional.empty()
                        : Optional.of("The certificate of member " + own + " is good for /members/" + own
                                + "/ only, not for " + what(tree) + ". Use a fleet admin's token for it.");
        };
    }

    private static String what(Tree tree) {
        return switch (tree) {
            case Tree.Fleet _ -> "the fleet's own objects";
            case Tree.OfMember(MemberId other) -> "/members/" + other + "/";
        };
    }
}
