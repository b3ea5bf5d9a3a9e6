package dev.convoy.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Walks two trees side by side. Of two subtrees at the same place the higher one is opened first, so that a subtree which both share
 * comes up on both sides at once, and is passed over.
 */
final class Differences<K extends Comparable<? super K>, V> {
    private final Predicate<? super K> visitor;
    private final Deque<Step<K, V>> before = new ArrayDeque<>();
    private final Deque<Step<K, V>> after = new ArrayDeque<>();

    /** What is still to be walked: a whole subtree, or the entry of its root alone. */
    private record Step<K extends Comparable<? super K>, V>(Node<K, V> node, boolean whole) {
        int height() {
            return whole ? node.height : 0;
        }
    }

    /** The visitor says whether to go on. */
    Differences(Predicate<? super K> visitor) {
        this.visitor = visitor;
    }

    /** Whether the visitor never wanted to stop. */
    boolean between(@Nullable Node<K, V> one, @Nullable Node<K, V> other) {
        push(before, one);
        push(after, other);
        while (!before.isEmpty() || !after.isEmpty()) {
            if (!step(before.peek(), after.peek())) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // shared is what is the same instance
    private boolean step(@Nullable Step<K, V> left, @Nullable Step<K, V> right) {
        int leftHeight = left == null ? -1 : left.height();
        int rightHeight = right == null ? -1 : right.height();
        if (left != null && right != null && left.whole && right.whole && left.node == right.node) {
            before.pop();
            after.pop();
        } else if (leftHeight > 0 || rightHeight > 0) {
            if (leftHeight >= rightHeight) {
                open(before);
            }
            if (rightHeight >= leftHeight) {
                open(after);
            }
        } else {
            return entries(left, right);
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // values that are equal are the same instance
    private boolean entries(@Nullable Step<K, V> left, @Nullable Step<K, V> right) {
        if (right == null || (left != null && left.node.key.compareTo(right.node.key) < 0)) {
            return visitor.test(before.pop().node.key);
        }
        if (left == null || left.node.key.compareTo(right.node.key) > 0) {
            return visitor.test(after.pop().node.key);
        }
        before.pop();
        after.pop();
        return left.node.value == right.node.value || visitor.test(left.node.key);
    }

    private static <K extends Comparable<? super K>, V> void open(Deque<Step<K, V>> steps) {
        Node<K, V> node = steps.pop().node;
        push(steps, node.right);
        steps.push(new Step<>(node, false));
        push(steps, node.left);
    }

    private static <K extends Comparable<? super K>, V> void push(Deque<Step<K, V>> steps, @Nullable Node<K, V> node) {
        if (node != null) {
            steps.push(new Step<>(node, true));
        }
    }
}
