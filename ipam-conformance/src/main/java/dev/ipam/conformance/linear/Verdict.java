package dev.ipam.conformance.linear;

import dev.ipam.conformance.model.Objection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a history is linearizable.
 *
 * @param kind the outcome
 * @param order for a history that is, one order of its operations that explains it; for one that is
 *     not, the longest that could be explained
 * @param stuck for one that is not, the operations of which none can come next
 * @param objection for one that is not, why the first of them cannot
 * @param states how many states were looked at
 * @since 0.1
 */
public record Verdict(
    Kind kind,
    List<Operation> order,
    List<Operation> stuck,
    @Nullable Objection objection,
    long states) {
  /**
   * The outcomes.
   *
   * @since 0.1
   */
  public enum Kind {
    /** There is an order that explains every answer. */
    LINEARIZABLE,
    /** There is none. */
    NOT_LINEARIZABLE,
    /** The search was given up; nothing is proven. */
    UNDECIDED
  }

  /**
   * Returns whether the history is proven to be linearizable.
   *
   * @return whether it is
   */
  public boolean linearizable() {
    return kind == Kind.LINEARIZABLE;
  }

  @Override
  public String toString() {
    if (kind != Kind.NOT_LINEARIZABLE) {
      return kind + " after " + states + " states";
    }
    long origin =
        Stream.concat(order.stream(), stuck.stream()).mapToLong(Operation::invoked).min().orElse(0);
    StringBuilder text = new StringBuilder(String.valueOf(objection));
    text.append("\n  explained, in this order:");
    order.forEach(each -> text.append("\n    ").append(each.since(origin)));
    text.append("\n  then none of these can come next, the first for the reason above:");
    stuck.forEach(each -> text.append("\n    ").append(each.since(origin)));
    return text.toString();
  }
}
