package dev.ipam.builtin.store;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map: a change makes another one, which shares all but the path to the changed
 * entry. So whoever holds one has a view of one moment for nothing, and undoing is going back to
 * the former one. The heights of two neighbours in the tree never differ by more than two.
 *
 * <p>Safe for use by any number of threads.
 */
final class SortedTree<K, V> {
  /** By how much one side may be higher. */
  private static final int MOST_LEAN = 2;

  /** An entry, with those before it and those behind it. */
  private record Node<K, V>(
      K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right, int height) {}

  private final Comparator<? super K> order;
  private final @Nullable Node<K, V> root;

  private SortedTree(Comparator<? super K> order, @Nullable Node<K, V> root) {
    this.order = order;
    this.root = root;
  }

  static <K, V> SortedTree<K, V> by(Comparator<? super K> order) {
    return new SortedTree<>(order, null);
  }

  static <K extends Comparable<K>, V> SortedTree<K, V> natural() {
    return new SortedTree<>(Comparator.<K>naturalOrder(), null);
  }

  boolean isEmpty() {
    return root == null;
  }

  /** The length of the longest way down. */
  int height() {
    return height(root);
  }

  @Nullable V get(K key) {
    Node<K, V> at = root;
    while (at != null) {
      int side = order.compare(key, at.key);
      if (side == 0) {
        return at.value;
      }
      at = side < 0 ? at.left : at.right;
    }
    return null;
  }

  boolean contains(K key) {
    return get(key) != null;
  }

  SortedTree<K, V> put(K key, V value) {
    return new SortedTree<>(order, put(root, key, value));
  }

  @SuppressWarnings("ReferenceEquality") // The very same tree is what was not changed.
  SortedTree<K, V> remove(K key) {
    Node<K, V> without = remove(root, key);
    return without == root ? this : new SortedTree<>(order, without);
  }

  private Node<K, V> put(@Nullable Node<K, V> at, K key, V value) {
    if (at == null) {
      return new Node<>(key, value, null, null, 1);
    }
    int side = order.compare(key, at.key);
    if (side == 0) {
      return new Node<>(key, value, at.left, at.right, at.height);
    }
    return side < 0
        ? balanced(at, put(at.left, key, value), at.right)
        : balanced(at, at.left, put(at.right, key, value));
  }

  @SuppressWarnings("ReferenceEquality") // As above.
  private @Nullable Node<K, V> remove(@Nullable Node<K, V> at, K key) {
    if (at == null) {
      return null;
    }
    int side = order.compare(key, at.key);
    if (side == 0) {
      return joined(at.left, at.right);
    }
    Node<K, V> before = side < 0 ? at.left : at.right;
    Node<K, V> after = remove(before, key);
    if (after == before) {
      return at;
    }
    return side < 0 ? balanced(at, after, at.right) : balanced(at, at.left, after);
  }

  /** Joins what was on both sides of an entry that goes. */
  private static <K, V> @Nullable Node<K, V> joined(
      @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    Node<K, V> first = right;
    for (Node<K, V> next = right.left; next != null; next = next.left) {
      first = next;
    }
    return balanced(first, left, withoutFirst(right));
  }

  private static <K, V> @Nullable Node<K, V> withoutFirst(Node<K, V> at) {
    return at.left == null ? at.right : balanced(at, withoutFirst(at.left), at.right);
  }

  private static int height(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.height;
  }

  private static <K, V> Node<K, V> node(
      Node<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    int height = Math.max(height(left), height(right)) + 1;
    return new Node<>(entry.key, entry.value, left, right, height);
  }

  /** Puts an entry between two sides, of which one may have become too high by one. */
  private static <K, V> Node<K, V> balanced(
      Node<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    int lean = height(left) - height(right);
    if (left != null && lean > MOST_LEAN) {
      Node<K, V> inner = left.right;
      return inner == null || height(left.left) >= height(inner)
          ? node(left, left.left, node(entry, inner, right))
          : node(inner, node(left, left.left, inner.left), node(entry, inner.right, right));
    }
    if (right != null && lean < -MOST_LEAN) {
      Node<K, V> inner = right.left;
      return inner == null || height(right.right) >= height(inner)
          ? node(right, node(entry, left, inner), right.right)
          : node(inner, node(entry, left, inner.left), node(right, inner.right, right.right));
    }
    return node(entry, left, right);
  }

  Iterator<K> keys() {
    return new Walk<>(root, order, null, node -> node.key);
  }

  Iterator<V> values() {
    return new Walk<>(root, order, null, node -> node.value);
  }

  /** The keys from one on, which need not be there. */
  Iterator<K> keysFrom(K first) {
    return new Walk<>(root, order, first, node -> node.key);
  }

  /** The values from one key on, which need not be there. */
  Iterator<V> valuesFrom(K first) {
    return new Walk<>(root, order, first, node -> node.value);
  }

  /** Goes through a tree in order; what is still to come is on the path. */
  private static final class Walk<K, V, T> implements Iterator<T> {
    private final Deque<Node<K, V>> path = new ArrayDeque<>();
    private final Function<Node<K, V>, T> form;

    Walk(
        @Nullable Node<K, V> root,
        Comparator<? super K> order,
        @Nullable K first,
        Function<Node<K, V>, T> form) {
      this.form = form;
      if (first == null) {
        descend(root);
        return;
      }
      Node<K, V> at = root;
      while (at != null) {
        if (order.compare(first, at.key) <= 0) {
          path.push(at);
          at = at.left;
        } else {
          at = at.right;
        }
      }
    }

    private void descend(@Nullable Node<K, V> from) {
      for (Node<K, V> at = from; at != null; at = at.left) {
        path.push(at);
      }
    }

    @Override
    public boolean hasNext() {
      return !path.isEmpty();
    }

    @Override
    public T next() {
      if (path.isEmpty()) {
        throw new NoSuchElementException();
      }
      Node<K, V> next = path.pop();
      descend(next.right);
      return form.apply(next);
    }
  }
}
