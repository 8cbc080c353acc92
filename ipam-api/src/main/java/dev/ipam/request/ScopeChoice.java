package dev.ipam.request;

/**
 * Which address scope a subnet pool shall belong to after an update.
 *
 * @since 0.1
 */
public sealed interface ScopeChoice {
  /** No scope. */
  ScopeChoice NONE = new None();

  /**
   * This scope.
   *
   * @param scopeId the scope
   * @return the choice
   */
  static ScopeChoice of(String scopeId) {
    return new Explicit(scopeId);
  }

  /** No scope. */
  record None() implements ScopeChoice {}

  /**
   * A scope that the caller names.
   *
   * @param scopeId the scope
   */
  record Explicit(String scopeId) implements ScopeChoice {
    /**
     * Checks the id.
     *
     * @param scopeId the scope
     */
    public Explicit {
      Checks.id("address scope id", scopeId);
    }
  }
}
