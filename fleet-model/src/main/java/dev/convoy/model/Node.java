package dev.convoy.model;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A node of an AVL tree that is never changed: the heights of its two sides differ by one at most. */
final class Node<K extends Comparable<? super K>, V> {
    final K key;
    final V value;
    final @Nullable Node<K, V> left;
    final @Nullable Node<K, V> right;
    final int height;
    final int size;

    Node(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        this.key = key;
        this.value = value;
        this.left = left;
        this.right = right;
        this.height = 1 + Math.max(height(left), height(right));
        this.size = 1 + size(left) + size(right);
    }

    static int height(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.height;
    }

    private static int size(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    @SuppressWarnings("ReferenceEquality") // what does not change stays the same instance
    static <K extends Comparable<? super K>, V> Node<K, V> with(@Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return new Node<>(key, value, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return node.value.equals(value) ? node : new Node<>(key, value, node.left, node.right);
        }
        Node<K, V> left = order < 0 ? with(node.left, key, value) : node.left;
        Node<K, V> right = order > 0 ? with(node.right, key, value) : node.right;
        return left == node.left && right == node.right ? node : balanced(node, left, right);
    }

    /** The key is there. */
    static <K extends Comparable<? super K>, V> @Nullable Node<K, V> without(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            throw new IllegalStateException(key + " is not there");
        }
        int order = key.compareTo(node.key);
        if (order < 0) {
            return balanced(node, without(node.left, key), node.right);
        }
        if (order > 0) {
            return balanced(node, node.left, without(node.right, key));
        }
        if (node.left == null || node.right == null) {
            return node.left == null ? node.right : node.left;
        }
        Node<K, V> next = first(node.right);
        return balanced(next, node.left, without(node.right, next.key));
    }

    /** The entries of the keys of which that holds, as it does of all in front of them. */
    static <K extends Comparable<? super K>, V> @Nullable Node<K, V> front(
            @Nullable Node<K, V> node, Predicate<? super K> isInFront) {
        if (node == null) {
            return null;
        }
        return isInFront.test(node.key)
                ? between(node, node.left, front(node.right, isInFront))
                : front(node.left, isInFront);
    }

    /** The entries of the keys of which that holds, as it does of all behind them. */
    static <K extends Comparable<? super K>, V> @Nullable Node<K, V> rear(
            @Nullable Node<K, V> node, Predicate<? super K> isBehind) {
        if (node == null) {
            return null;
        }
        return isBehind.test(node.key)
                ? between(node, rear(node.left, isBehind), node.right)
                : rear(node.right, isBehind);
    }

    /** All of the one, then all of the other. */
    static <K extends Comparable<? super K>, V> @Nullable Node<K, V> both(
            @Nullable Node<K, V> front, @Nullable Node<K, V> rear) {
        if (rear == null) {
            return front;
        }
        Node<K, V> first = first(rear);
        return between(first, front, without(rear, first.key));
    }

    /** The node's own entry between two sides of any heights. */
    private static <K extends Comparable<? super K>, V> Node<K, V> between(
            Node<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        if (left != null && left.height > height(right) + 1) {
            return balanced(left, left.left, between(entry, left.right, right));
        }
        if (right != null && right.height > height(left) + 1) {
            return balanced(right, between(entry, left, right.left), right.right);
        }
        return join(entry, left, right);
    }

    private static <K extends Comparable<? super K>, V> Node<K, V> first(Node<K, V> node) {
        Node<K, V> first = node;
        while (first.left != null) {
            first = first.left;
        }
        return first;
    }

    /** The node's own entry between two sides whose heights differ by two at most. */
    private static <K extends Comparable<? super K>, V> Node<K, V> balanced(
            Node<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        if (left != null && left.height > height(right) + 1) {
            Node<K, V> inner = left.right;
            return inner != null && inner.height > height(left.left)
                    ? join(inner, join(left, left.left, inner.left), join(entry, inner.right, right))
                    : join(left, left.left, join(entry, inner, right));
        }
        if (right != null && right.height > height(left) + 1) {
            Node<K, V> inner = right.left;
            return inner != null && inner.height > height(right.right)
                    ? join(inner, join(entry, left, inner.left), join(right, inner.right, right.right))
                    : join(right, join(entry, left, inner), right.right);
        }
        return join(entry, left, right);
    }

    private static <K extends Comparable<? super K>, V> Node<K, V> join(
            Node<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        return new Node<>(entry.key, entry.value, left, right);
    }
}
