package dev.convoy.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.control.access.Authenticator.Outcome;
import dev.convoy.control.access.Identity.FleetAdmin;
import dev.convoy.control.access.Identity.MemberGateway;
import dev.convoy.model.MemberId;
import dev.convoy.model.Tree;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AccessTest {
    private static final MemberId TOKYO = new MemberId("tokyo");
    private static final MemberId OSAKA = new MemberId("osaka");

    private final Authenticator authenticator = new Authenticator(
            token -> token.equals("good") ? Optional.of(new FleetAdmin("a")) : Optional.empty(), _ -> Optional.empty());

    @Test
    void aTokenIsKnownWhateverTheCaseOfItsScheme() {
        assertThat(authenticator.authenticate("Bearer good", null)).isEqualTo(new Outcome.Known(new FleetAdmin("a")));
        assertThat(authenticator.authenticate("bearer good", null)).isInstanceOf(Outcome.Known.class);
    }

    @Test
    void everyRefusalSaysWhatToDoAndNothingOfTheCredential() {
        assertThat(sentence("Bearer guess")).contains("kubeconfig").doesNotContain("guess");
        assertThat(sentence("Basic Zm9v")).contains("Bearer <token>").doesNotContain("Zm9v");
        assertThat(sentence(null)).contains("No credential");
    }

    @Test
    void anAdminMayEverythingAndAMemberItsOwn() {
        assertThat(AccessRules.objection(new FleetAdmin("a"), Tree.fleet())).isEmpty();
        assertThat(AccessRules.objection(new FleetAdmin("a"), Tree.of(TOKYO))).isEmpty();
        assertThat(AccessRules.objection(new MemberGateway(TOKYO), Tree.of(TOKYO)))
                .isEmpty();
        assertThat(AccessRules.objection(new MemberGateway(TOKYO), Tree.of(OSAKA)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("/members/tokyo/ only"));
        assertThat(AccessRules.objection(new MemberGateway(TOKYO), Tree.fleet()))
                .isPresent();
    }

    private String sentence(@Nullable String authorization) {
        return ((Outcome.Unknown) authenticator.authenticate(authorization, null)).sentence();
    }
}
