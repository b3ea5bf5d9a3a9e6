package dev.convoy.control.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.control.access.AccessRules;
import dev.convoy.model.Tree;
import java.util.List;
import java.util.Optional;

/** {@code kubectl auth can-i}: answered for the whole tree, which is as fine as access is here; what exactly was asked is not read. */
final class AccessReviews {
    private AccessReviews() {}

    static Answer answer(Call call, Tree tree) {
        Optional<String> objection = AccessRules.objection(call.who(), tree);
        ObjectNode review =
                Json.object().put("kind", "SelfSubjectAccessReview").put("apiVersion", "authorization.k8s.io/v1");
        review.putObject("metadata");
        review.putObject("spec");
        ObjectNode status = review.putObject("status").put("allowed", objection.isEmpty());
        objection.ifPresent(sentence -> status.put("reason", sentence));
        return Answer.of(201, review, List.of());
    }
}
