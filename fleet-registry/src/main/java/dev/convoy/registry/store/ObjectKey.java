package dev.convoy.registry.store;

import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import jakarta.persistence.Embeddable;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An {@link ObjectId} as the tables have it.
 *
 * @param member empty for the fleet's own tree
 * @param kind {@code plural.group}, for example {@code httproutes.gateway.networking.k8s.io}
 */
@Embeddable
record ObjectKey(String member, String kind, String namespace, String name) {
    private static final Map<String, Kind> KINDS =
            Arrays.stream(Kind.values()).collect(Collectors.toMap(ObjectKey::column, Function.identity()));

    static ObjectKey of(ObjectId id) {
        return new ObjectKey(column(id.tree()), column(id.kind()), column(id.namespace()), column(id.name()));
    }

    ObjectId id() {
        Kind known = KINDS.get(kind);
        if (known == null) {
            throw new IllegalStateException("the database holds a " + kind + ", which this Convoy does not know");
        }
        return new ObjectId(tree(member), known, namespace, name);
    }

    static String column(Kind kind) {
        return kind.group().isEmpty() ? kind.plural() : kind.plural() + "." + kind.group();
    }

    static String column(Tree tree) {
        return switch (tree) {
            case Tree.Fleet _ -> "";
            case Tree.OfMember(MemberId member) -> column(member.name());
        };
    }

    /** No column can hold a NUL, and no name has one, nor a slash: what is looked for by such a name is not there. */
    static String column(String name) {
        return name.replace('\0', '/');
    }

    static Tree tree(String column) {
        return column.isEmpty() ? Tree.fleet() : Tree.of(new MemberId(column));
    }
}
