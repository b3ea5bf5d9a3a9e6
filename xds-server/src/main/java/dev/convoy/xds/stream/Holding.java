package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client has under a name. */
sealed interface Holding {
    record Nothing() implements Holding {}

    record Has(Resource resource) implements Holding {}

    /** A version from before this stream; not {@code sure} where there may be none at all. */
    record Foreign(boolean sure) implements Holding {}

    /**
     * Either what a response was to put in place, or what was there before: the response was refused for another resource's sake, and
     * Envoy does not say which parts it took.
     *
     * @param sent null where it was to be removed
     */
    record Unsure(@Nullable Resource sent, Holding before) implements Holding {
        private Holding known() {
            return before instanceof Unsure earlier ? earlier.known() : before;
        }

        private boolean mayBeGone() {
            return sent == null || (before instanceof Unsure earlier && earlier.mayBeGone());
        }
    }

    static Holding of(@Nullable Resource resource) {
        return resource == null ? new Nothing() : new Has(resource);
    }

    default boolean has(Resource wanted) {
        return this instanceof Has(Resource resource) && resource.sameAs(wanted);
    }

    /** There is a version for sure, whichever it is. */
    default boolean isSomething() {
        return switch (this) {
            case Nothing _ -> false;
            case Has _ -> true;
            case Foreign foreign -> foreign.sure();
            case Unsure unsure -> unsure.sent() != null && unsure.before().isSomething();
        };
    }

    /** Nothing else can have come to rely on it, since it was never acknowledged. */
    default boolean isUnused() {
        return switch (this) {
            case Nothing _ -> true;
            case Has _, Foreign _ -> false;
            case Unsure unsure -> unsure.before().isUnused();
        };
    }

    /** The resource by which it can be stated that the client is to keep what it has. */
    default Optional<Resource> restated() {
        return switch (this) {
            case Nothing _, Foreign _ -> Optional.empty();
            case Has(Resource resource) -> Optional.of(resource);
            case Unsure unsure -> unsure.isUnused() ? Optional.empty() : Optional.ofNullable(unsure.sent());
        };
    }

    /** The names of that type that what the client has needs; empty where that cannot be known. */
    default Optional<Set<String>> needs(ResourceType type) {
        return switch (this) {
            case Nothing _ -> Optional.of(Set.of());
            case Has(Resource resource) -> needs(resource, type);
            case Foreign _ -> Optional.empty();
            case Unsure(Resource sent, Holding before) ->
                before.needs(type)
                        .flatMap(needs -> sent == null
                                ? Optional.of(needs)
                                : needs(sent, type).map(more -> {
                                    var all = new HashSet<>(needs);
                                    all.addAll(more);
                                    return all;
                                }));
        };
    }

    private static Optional<Set<String>> needs(Resource resource, ResourceType type) {
        boolean anyScope = type == ResourceType.SCOPES && resource.references().scoped();
        return anyScope ? Optional.empty() : Optional.of(resource.references().of(type));
    }

    /** What is left of this after a response was refused in which it was to be replaced. */
    default Holding afterRefusal(@Nullable Resource sent) {
        Holding known = this instanceof Unsure unsure ? unsure.known() : this;
        boolean mayBeGone = this instanceof Unsure unsure && unsure.mayBeGone();
        return new Unsure(sent, sent != null && mayBeGone ? new Unsure(null, known) : known);
    }

    /** What is left of this where the name was not published for a while: what is there is stale, and may go at any moment. */
    default Holding afterAbsence() {
        return afterRefusal(null);
    }

    /** What is left of this after that resource itself was refused: it was not taken earlier either. */
    default Holding without(Resource refused) {
        return this instanceof Unsure(Resource sent, Holding before) && sent != null && sent.sameAs(refused)
                ? before
                : this;
    }
}
