package dev.convoy.xds.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came of a member's last plan, piece by piece: handed in with the next plan, a piece that is asked for the same again is the same
 * instance again. It decides nothing but instances, and holds no more than the last plan had. One thread at a time uses it.
 */
public final class Memory {
    private Map<Object, Object> before = new HashMap<>();
    private Map<Object, Object> now = new HashMap<>();
    private Collected collected = Collected.NOTHING;

    /** What was made of what. */
    private record Piece<I, R>(I inputs, R result) {}

    /** A list of pieces in their order. */
    private record Row<I, R>(List<Piece<I, R>> pieces) {}

    /** Where a piece, or a row of them, stands; equal for that of the next plan that may be the same. */
    interface Place<I, R> {}

    /** Forgets what the last plan did not ask for. */
    void turnThePage() {
        before = now;
        now = new HashMap<>();
    }

    Collected collected() {
        return collected;
    }

    void keep(Collected resources) {
        collected = resources;
    }

    /** The translation must depend on the inputs alone. */
    <I, R> R recall(Place<I, R> place, I inputs, Function<? super I, ? extends R> translation) {
        @SuppressWarnings("unchecked") // a place holds pieces of its own type only
        Piece<I, R> last = (Piece<I, R>) before.get(place);
        Piece<I, R> piece = next(last, inputs, translation);
        now.put(place, piece);
        return piece.result;
    }

    /**
     * The same for each of a list, where {@code key} tells them apart. What is the same instance at the same index need not be looked
     * up.
     */
    @SuppressWarnings("ReferenceEquality") // what is equal is usually the same instance; where not, it is looked up
    <I, R> List<R> recallEach(
            Place<I, List<R>> place,
            List<I> all,
            Function<? super I, ?> key,
            Function<? super I, ? extends R> translation) {
        @SuppressWarnings("unchecked") // a place holds rows of its own type only
        Row<I, R> last = (Row<I, R>) before.get(place);
        List<Piece<I, R>> known = last == null ? List.of() : last.pieces;
        Map<Object, Piece<I, R>> byKey = null;
        var pieces = new ArrayList<Piece<I, R>>(all.size());
        var results = new ArrayList<R>(all.size());
        for (int i = 0; i < all.size(); i++) {
            I inputs = all.get(i);
            Piece<I, R> piece = i < known.size() ? known.get(i) : null;
            if (piece == null || piece.inputs != inputs) {
                byKey = byKey == null ? byKey(known, key) : byKey;
                piece = next(byKey.get(key.apply(inputs)), inputs, translation);
            }
            pieces.add(piece);
            results.add(piece.result);
        }
        now.put(place, new Row<>(pieces));
        return results;
    }

    private static <I, R> Map<Object, Piece<I, R>> byKey(List<Piece<I, R>> pieces, Function<? super I, ?> key) {
        Map<Object, Piece<I, R>> byKey = HashMap.newHashMap(pieces.size());
        pieces.forEach(piece -> byKey.put(key.apply(piece.inputs), piece));
        return byKey;
    }

    /** A result that is equal, although it was asked for otherwise, stays the same instance too. */
    private static <I, R> Piece<I, R> next(
            @Nullable Piece<I, R> last, I inputs, Function<? super I, ? extends R> translation) {
        if (last == null) {
            return new Piece<>(inputs, translation.apply(inputs));
        }
        if (last.inputs.equals(inputs)) {
            return last;
        }
        R result = translation.apply(inputs);
        return new Piece<>(inputs, last.result.equals(result) ? last.result : result);
    }
}
