package dev.ipam.conformance.model;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the model makes of an answer.
 *
 * @param next the states that the store may be in now; empty where the answer is not admitted
 * @param objection why it is not admitted, or {@code null}
 * @since 0.1
 */
public record Judgement(Set<World> next, @Nullable Objection objection) {
  /**
   * Returns whether the answer is one that the contract allows.
   *
   * @return whether it is
   */
  public boolean admitted() {
    return objection == null;
  }
}
