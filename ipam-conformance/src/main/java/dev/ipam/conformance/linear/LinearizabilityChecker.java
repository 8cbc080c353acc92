package dev.ipam.conformance.linear;

import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.Objection;
import dev.ipam.conformance.model.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a history is linearizable: whether each operation can have taken effect at one
 * moment between its call and its return, so that the model explains every answer.
 *
 * <p>The search is that of Wing and Gong with the memory of Lowe: it tries every operation next
 * that was called before the first of the remaining ones returned, and never looks twice at the
 * same state with the same operations done. Two things spare it most of the orders: a look-up or a
 * refusal that the state explains may as well come at once, so that nothing else need be tried
 * there; and new tokens come in one order only (see {@link TokenOrder}). It is complete: where it
 * says that a history is not linearizable, there is no order. A pending operation may be placed
 * anywhere after its call, or nowhere; one that a crash cut off, not after the crash.
 *
 * <p>Where operations have nothing in common (see {@link Footprint}), their histories are checked
 * apart; linearizability is compositional, so that nothing is lost.
 *
 * @since 0.1
 */
public final class LinearizabilityChecker {
  private final Model model;
  private final long mostStates;

  /**
   * Makes a checker.
   *
   * @param model the model that explains answers
   * @param mostStates after how many states to give up
   */
  public LinearizabilityChecker(Model model, long mostStates) {
    this.model = model;
    this.mostStates = mostStates;
  }

  /** A place in the search: what is done, in which state, and how it came here. */
  private record Node(
      BitSet done, World world, @Nullable Node before, @Nullable Operation last, int depth) {
    List<Operation> order() {
      List<Operation> order = new ArrayList<>();
      for (Node node = this; node != null; node = node.before()) {
        if (node.last() != null) {
          order.add(0, node.last());
        }
      }
      return order;
    }
  }

  private record Seen(BitSet done, World world) {}

  /**
   * Checks a history.
   *
   * @param start the state before it
   * @param history the operations, in any order
   * @return the verdict
   */
  public Verdict check(World start, List<Operation> history) {
    Verdict last = new Verdict(Verdict.Kind.LINEARIZABLE, List.of(), List.of(), null, 0);
    List<Operation> order = new ArrayList<>();
    long states = 0;
    for (List<Operation> apart : Footprint.apart(model.terms(), history)) {
      last = search(start, apart);
      states += last.states();
      order.addAll(last.order());
      if (!last.linearizable()) {
        return last;
      }
    }
    return new Verdict(Verdict.Kind.LINEARIZABLE, order, List.of(), null, states);
  }

  private Verdict search(World start, List<Operation> unordered) {
    List<Operation> history =
        unordered.stream()
            .sorted(
                Comparator.comparingLong(Operation::returned).thenComparingLong(Operation::invoked))
            .toList();
    List<Held> seen = new ArrayList<>();
    history.forEach(each -> seen.addAll(LinearizabilityChecker.held(each)));
    TokenOrder tokens = TokenOrder.of(model.terms(), start, history);
    long completed = history.stream().filter(each -> !each.isPending()).count();
    Set<Seen> known = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>();
    Node best = new Node(new BitSet(), start, null, null, 0);
    open.push(best);
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (!known.add(new Seen(node.done(), node.world()))) {
        continue;
      }
      if (known.size() > mostStates) {
        return new Verdict(Verdict.Kind.UNDECIDED, best.order(), List.of(), null, known.size());
      }
      if (node.depth() > best.depth()) {
        best = node;
      }
      if (node.depth() == completed) {
        return new Verdict(Verdict.Kind.LINEARIZABLE, node.order(), List.of(), null, known.size());
      }
      List<Node> next = next(node, history, tokens, seen);
      // The stack turns the order round: what returned first is tried first, pending ones last.
      for (int i = next.size() - 1; i >= 0; i--) {
        open.push(next.get(i));
      }
    }
    return stuck(best, history, tokens, known.size());
  }

  private List<Node> next(Node node, List<Operation> history, TokenOrder tokens, List<Held> seen) {
    List<Node> next = new ArrayList<>();
    BitSet turn = tokens.turn(node.done());
    for (int index : candidates(node.done(), history)) {
      if (tokens.isEarly(node.done(), turn, index)) {
        continue;
      }
      Operation operation = history.get(index);
      Set<World> worlds = worlds(node.world(), operation, seen);
      if (hasNoEffect(operation)
          && worlds.equals(Set.of(node.world()))
          && isFree(operation, node.done(), history)) {
        return List.of(after(node, index, operation, node.world()));
      }
      worlds.forEach(world -> next.add(after(node, index, operation, world)));
    }
    return next;
  }

  /**
   * Whether it has none in any state that explains its answer. An update that changes nothing here
   * may change something after another one, so it is not among them.
   */
  private static boolean hasNoEffect(Operation operation) {
    return operation.answer() instanceof Answer.Refused
        || (operation.step() instanceof LookUp && !operation.isPending())
        || (operation.step() instanceof AddressStep.Release
            && Answer.NOTHING.equals(operation.answer()));
  }

  /** Whether no operation that a crash cut off would have to come before it, or never. */
  private static boolean isFree(Operation operation, BitSet done, List<Operation> history) {
    for (int i = 0; i < history.size(); i++) {
      Operation other = history.get(i);
      if (other.isPending() && !done.get(i) && other.returned() < operation.invoked()) {
        return false;
      }
    }
    return true;
  }

  private static Node after(Node node, int index, Operation operation, World world) {
    BitSet done = (BitSet) node.done().clone();
    done.set(index);
    int depth = node.depth() + (operation.isPending() ? 0 : 1);
    return new Node(done, world, node, operation, depth);
  }

  private Set<World> worlds(World world, Operation operation, List<Held> seen) {
    Answer answer = operation.answer();
    if (answer == null) {
      return model.guess(world, operation.step(), seen);
    }
    return withoutEffect(answer)
        ? Set.of(world)
        : model.judge(world, operation.step(), answer).next();
  }

  /** The store could not be reached, and says that nothing happened: that explains itself. */
  private static boolean withoutEffect(Answer answer) {
    return answer instanceof Answer.Refused refused && refused.code().equals("Unavailable");
  }

  /** What may come next: it was called before any of the others that remain returned. */
  private static List<Integer> candidates(BitSet done, List<Operation> history) {
    long firstReturn = Long.MAX_VALUE;
    long lastCall = Long.MIN_VALUE;
    for (int i = 0; i < history.size(); i++) {
      Operation each = history.get(i);
      if (done.get(i)) {
        lastCall = Math.max(lastCall, each.invoked());
      } else if (!each.isPending()) {
        firstReturn = Math.min(firstReturn, each.returned());
      }
    }
    List<Integer> candidates = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      Operation each = history.get(i);
      boolean tooLate = each.isPending() && each.returned() < lastCall;
      if (!done.get(i) && each.invoked() <= firstReturn && !tooLate) {
        candidates.add(i);
      }
    }
    return candidates;
  }

  /** Tells why nothing could come next where the search came farthest. */
  private Verdict stuck(Node best, List<Operation> history, TokenOrder tokens, long states) {
    List<Integer> left =
        candidates(best.done(), history).stream()
            .filter(each -> !history.get(each).isPending())
            .toList();
    Operation first = history.get(left.get(0));
    Objection objection = objection(best.world(), first);
    if (objection == null && tokens.isEarly(best.done(), tokens.turn(best.done()), left.get(0))) {
      // Its answer is right here; it is that of the one with the lower token that then is not.
      World world = worlds(best.world(), first, List.of()).iterator().next();
      Operation late = history.get(tokens.turn(best.done()).nextSetBit(0));
      List<Operation> order = new ArrayList<>(best.order());
      order.add(first);
      return new Verdict(
          Verdict.Kind.NOT_LINEARIZABLE, order, List.of(late), objection(world, late), states);
    }
    List<Operation> stuck = left.stream().map(history::get).toList();
    return new Verdict(Verdict.Kind.NOT_LINEARIZABLE, best.order(), stuck, objection, states);
  }

  private @Nullable Objection objection(World world, Operation operation) {
    Answer answer = operation.answer();
    return answer == null ? null : model.judge(world, operation.step(), answer).objection();
  }

  private static List<Held> held(Operation operation) {
    Answer answer = operation.answer();
    return answer == null ? List.of() : Model.held(answer);
  }
}
