package dev.convoy.model;

/** Whose objects: the fleet's own, which people and Git declare, or one member's, which it reported of itself. */
public sealed interface Tree extends Comparable<Tree> {
    /** {@code /api} and {@code /apis}. */
    record Fleet() implements Tree {
        @Override
        public String toString() {
            return "fleet";
        }
    }

    /** {@code /members/<name>/api} and {@code /members/<name>/apis}. */
    record OfMember(MemberId member) implements Tree {
        @Override
        public String toString() {
            return "members/" + member;
        }
    }

    static Tree fleet() {
        return new Fleet();
    }

    static Tree of(MemberId member) {
        return new OfMember(member);
    }

    /** The fleet's own tree first, then the members' by name. */
    @Override
    default int compareTo(Tree other) {
        return switch (this) {
            case Fleet _ -> other instanceof Fleet ? 0 : -1;
            case OfMember(MemberId mine) ->
                switch (other) {
                    case Fleet _ -> 1;
                    case OfMember(MemberId theirs) -> mine.compareTo(theirs);
                };
        };
    }
}
