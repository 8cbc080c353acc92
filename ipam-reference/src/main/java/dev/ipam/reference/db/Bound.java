package dev.ipam.reference.db;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement with the values that it binds.
 *
 * @param text the statement
 * @param values the values, in their order
 */
record Bound(String text, List<@Nullable Object> values) {
  static final Bound COMMIT = new Bound("COMMIT", List.of());
}
