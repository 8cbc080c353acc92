package dev.ipam.conformance.model;

import org.jspecify.annotations.Nullable;

/**
 * Which address scope a step wants a subnet pool to belong to.
 *
 * @param id the scope, or {@code null} for none
 * @since 0.1
 */
public record ScopeWish(@Nullable String id) {
  /**
   * Reads a wish.
   *
   * @param text what {@link #toString} prints
   * @return the wish
   */
  public static ScopeWish parse(String text) {
    return new ScopeWish(text.equals("(none)") ? null : text);
  }

  @Override
  public String toString() {
    return id == null ? "(none)" : id;
  }
}
