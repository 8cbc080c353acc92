package dev.ipam.conformance.linear;

import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.NetDef;
import dev.ipam.conformance.model.Terms;
import dev.ipam.conformance.model.World;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/**
 * The order in which operations gave out tokens. A token is greater than all that were given before
 * (3.40), so that of two operations with new tokens there is one order that can be right, and the
 * search needs to try no other.
 *
 * <p>An operation that was answered with the result of an earlier one, by its key, gives out
 * nothing: of all that answered with a token the first gives it. Where a result is known of which
 * nobody saw the tokens, nothing is known of the order.
 */
final class TokenOrder {
  /** For each token, in ascending order, who answered with it. */
  private final List<BitSet> answered;

  private TokenOrder(List<BitSet> answered) {
    this.answered = answered;
  }

  static TokenOrder of(Terms terms, World start, List<Operation> history) {
    TreeMap<Long, BitSet> answered = new TreeMap<>();
    boolean known = terms.has("TOKENS") && history.stream().noneMatch(Operation::isPending);
    for (int i = 0; known && i < history.size(); i++) {
      Operation each = history.get(i);
      if (each.answer() != null && gives(each)) {
        for (Held held : Model.held(each.answer())) {
          answered.computeIfAbsent(held.token(), token -> new BitSet()).set(i);
        }
      }
    }
    for (NetDef net : start.subnets()) {
      for (Held held : start.held(net.id())) {
        answered.remove(held.token());
        known &= held.token() != 0 || held.key() == null;
      }
    }
    return new TokenOrder(known ? List.copyOf(answered.values()) : List.of());
  }

  private static boolean gives(Operation operation) {
    return operation.step() instanceof AddressStep.Allocate
        || operation.step() instanceof AddressStep.Together
        || operation.step() instanceof AddressStep.Transfer;
  }

  /** Whose turn it is to give out a token: those that answered with the lowest one that is left. */
  BitSet turn(BitSet done) {
    for (BitSet each : answered) {
      if (!each.intersects(done)) {
        return each;
      }
    }
    return new BitSet();
  }

  /** Whether an operation would give out a token although it is the turn of others. */
  boolean isEarly(BitSet done, BitSet turn, int operation) {
    if (turn.isEmpty() || turn.get(operation)) {
      return false;
    }
    return answered.stream().anyMatch(each -> each.get(operation) && !each.intersects(done));
  }
}
