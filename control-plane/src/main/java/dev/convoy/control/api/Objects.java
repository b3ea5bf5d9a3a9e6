package dev.convoy.control.api;

import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.registry.store.ObjectStore;
import dev.convoy.registry.store.ObjectStore.Write;
import dev.convoy.registry.store.StoreException;
import dev.convoy.registry.store.StoredObject;
import java.util.List;
import java.util.Optional;

/** The store as the verbs see it: what is missing, in the way or out of reach is refused with a sentence. */
final class Objects {
    private static final String DEFAULT_NAMESPACE = "default";

    private final ObjectStore store;

    Objects(ObjectStore store) {
        this.store = store;
    }

    ObjectStore store() {
        return store;
    }

    StoredObject require(ApiRequest.Item item) {
        requireTree(item.id().tree());
        return store.find(item.id()).orElseThrow(() -> missing(item));
    }

    Optional<StoredObject> membership(MemberId member) {
        return store.find(new ObjectId(Tree.fleet(), Kind.MEMBERSHIP, "", member.name()));
    }

    /** A member's tree is there once the member is registered. */
    void requireTree(Tree tree) {
        if (tree instanceof Tree.OfMember(MemberId member) && membership(member).isEmpty()) {
            throw Refusal.notFound(
                    "There is no member \"" + member + "\". Register it by creating a Membership of that name"
                            + " (fleet.convoy.dev/v1alpha1) in the fleet's own tree.");
        }
    }

    /** Members report their objects in any order; what people declare goes into namespaces that exist. */
    void requireNamespace(ObjectId id) {
        if (id.tree() instanceof Tree.Fleet
                && id.kind().namespaced()
                && !id.namespace().equals(DEFAULT_NAMESPACE)
                && store.find(new ObjectId(id.tree(), Kind.NAMESPACE, "", id.namespace()))
                        .isEmpty()) {
            throw Refusal.notFound(
                            "There is no namespace \"" + id.namespace() + "\" in the fleet's tree. Create it first:"
                                    + " kubectl create namespace " + id.namespace())
                    .about("", "namespaces", id.namespace());
        }
    }

    StoredObject commit(Write write, ApiRequest.Item item, Call call) {
        return commit(List.of(write), item, call).getLast();
    }

    List<StoredObject> commit(List<Write> writes, ApiRequest.Item item, Call call) {
        try {
            return store.commit(writes, call.who().author());
        } catch (StoreException e) {
            throw switch (e.code()) {
                case ALREADY_EXISTS -> exists(item);
                case NOT_FOUND -> missing(item);
                case CONFLICT -> conflict(item, String.valueOf(e.getMessage()));
                case GONE, UNAVAILABLE -> e;
            };
        }
    }

    static Refusal missing(ApiRequest.Item item) {
        return about(item, Refusal.notFound(named(item) + " not found"));
    }

    static Refusal exists(ApiRequest.Item item) {
        return about(
                item,
                Refusal.alreadyExists(named(item) + " already exists: change it (kubectl apply), or delete it first."));
    }

    static Refusal conflict(ApiRequest.Item item, String why) {
        return about(
                item,
                Refusal.conflict("The object has been modified: " + why
                        + ". Read it again and apply your change to what it is now."));
    }

    static Refusal about(ApiRequest.Item item, Refusal refusal) {
        return refusal.about(
                item.served().group(), item.id().kind().plural(), item.id().name());
    }

    private static String named(ApiRequest.Item item) {
        return Catalogue.qualifiedPlural(item.served()) + " \"" + item.id().name() + "\"";
    }
}
