package dev.ipam.conformance.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the model answers to a step, one of possibly several ways.
 *
 * @param value the result, or {@code null} for a refusal
 * @param refusals the errors of which any would be right; empty for a result
 * @param world the state from then on
 */
record Expected(@Nullable Object value, List<Refusal.Option> refusals, World world) {
  boolean refused() {
    return value == null;
  }

  /** The rule that asks for the refusal. */
  String rule() {
    return refusals.get(0).rule();
  }

  @Override
  public String toString() {
    if (value != null) {
      return String.valueOf(value);
    }
    StringBuilder text = new StringBuilder();
    for (Refusal.Option option : refusals) {
      text.append(text.isEmpty() ? "" : " or ");
      text.append(option.code()).append(option.fields());
      text.append(" (IPAM-").append(option.rule()).append(": ").append(option.why()).append(')');
    }
    return text.toString();
  }
}
