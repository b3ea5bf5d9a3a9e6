package dev.convoy.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks two trees side by side. Of two subtrees at the same place the higher one is opened first, so that a subtree which both share
 * comes up on both sides at once, and is passed over.
 */
final class Differences<K extends Comparable<? super K>, V> {
    private final Consumer<? super K> visitor;
    private final Deque<Step<K, V>> before = new ArrayDeque<>();
    private final Deque<Step<K, V>> after = new ArrayDeque<>();

    /** What is still to be walked: a whole subtree, or the entry of its root alone. */
    private record Step<K extends Comparable<? super K>, V>(Node<K, V> node, boolean whole) {
        int height() {
            return whole ? node.height : 0;
        }
    }

    Differences(Consumer<? super K> visitor) {
        this.visitor = visitor;
    }

    void between(@Nullable Node<K, V> one, @Nullable Node<K, V> other) {
        push(before, one);
        push(after, other);
        while (true) {
            Step<K, V> left = before.peek();
            Step<K, V> right = after.peek();
            if (left == null && right == null) {
                return;
            }
            step(left, right);
        }
    }

    @SuppressWarnings("ReferenceEquality") // shared is what is the same instance
    private void step(@Nullable Step<K, V> left, @Nullable Step<K, V> right) {
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
            entries(left, right);
        }
    }

    @SuppressWarnings("ReferenceEquality") // values that are equal are the same instance
    private void entries(@Nullable Step<K, V> left, @Nullable Step<K, V> right) {
        if (right == null || (left != null && left.node.key.compareTo(right.node.key) < 0)) {
            visitor.accept(before.pop().node.key);
        } else if (left == null || left.node.key.compareTo(right.node.key) > 0) {
            visitor.accept(after.pop().node.key);
        } else {
            before.pop();
            after.pop();
            if (left.node.value != right.node.value) {
                visitor.accept(left.node.key);
            }
        }
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
