package dev.ipam.conformance.crash;

import dev.ipam.conformance.child.Seen;
import dev.ipam.conformance.linear.LinearizabilityChecker;
import dev.ipam.conformance.linear.Operation;
import dev.ipam.conformance.linear.Verdict;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Held;
import dev.ipam.conformance.model.LookUp;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.Objection;
import dev.ipam.conformance.model.World;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.conformance.steps.StepText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a store shows after a crash: some order of all that was called must explain every
 * answer and all that is there, with what was cut off in it wholly, or not at all.
 */
final class Judge {
  private static final long MOST_STATES = 60_000;
  private static final int MOST_TOLD = 30;
  private static final int MOST_GONE = 30;

  private final Model model;
  private final World start;
  private final String forgotten;
  private int undecided;

  /**
   * Makes a judge.
   *
   * @param model the model
   * @param forgotten the rule that an acknowledged effect which is gone breaks
   */
  Judge(Model model, String forgotten) {
    this.model = model;
    this.start = model.empty(ManualClock.START).forMany();
    this.forgotten = forgotten;
  }

  /** For how many histories the search was given up. */
  int undecided() {
    return undecided;
  }

  /**
   * Judges what a store showed after a crash.
   *
   * @param before what was done before
   * @param looks what was looked at after it
   * @return the rule that is broken and how, or {@code null}
   */
  Loss.@Nullable Finding judge(List<Operation> before, List<Operation> looks) {
    Verdict verdict = check(before, looks);
    if (explained(verdict)) {
      return null;
    }
    Seen seen = Seen.of(looks);
    Loss.Finding found = new Loss(before, seen, model.terms().has("TOKENS"), forgotten).find();
    if (found != null) {
      return found;
    }
    List<Operation> listed =
        looks.stream().filter(each -> !(each.step() instanceof LookUp.Usage)).toList();
    if (check(before, listed).linearizable()) {
      return new Loss.Finding(
          "6.12",
          "what rests did not survive: all that is listed is right, but what the usage counts is"
              + " not"
              + describe(verdict, before));
    }
    found = forgotten(before, looks, verdict);
    if (found != null) {
      return found;
    }
    return new Loss.Finding(
        "6.11",
        "what was in flight is neither wholly there nor wholly absent, or something else changed:"
            + " no order explains what the store shows"
            + describe(verdict, before));
  }

  /**
   * Tries whether the store is one in which the last few acknowledged writes never were; none of
   * them is enough where an answer, and not an effect, is wrong.
   */
  private Loss.@Nullable Finding forgotten(
      List<Operation> before, List<Operation> looks, Verdict verdict) {
    List<Operation> cutOff = before.stream().filter(Operation::isPending).toList();
    List<Operation> writes =
        before.stream()
            .filter(each -> each.answer() instanceof Answer.Ok && each.step().writes())
            .sorted(Comparator.comparingLong(Operation::returned))
            .toList();
    for (int gone = 0; gone <= Math.min(MOST_GONE, writes.size()); gone++) {
      int left = writes.size() - gone;
      List<Operation> rest = new ArrayList<>(writes.subList(0, left));
      rest.addAll(cutOff);
      if (check(rest, looks).linearizable()) {
        return gone == 0
            ? new Loss.Finding(
                "6.10",
                "an answer depended on an effect that is gone: without the refusals and look-ups"
                    + " before the crash all is explained, with them it is not"
                    + describe(verdict, before))
            : new Loss.Finding(
                forgotten,
                "an acknowledged effect is gone: what the store shows is explained without \""
                    + StepText.write(writes.get(left).step())
                    + "\", which had returned, and "
                    + (gone - 1)
                    + " later ones"
                    + describe(verdict, before));
      }
    }
    return null;
  }

  /**
   * Judges what a store answered after a crash, when all that it shows was right.
   *
   * @param before what was done and seen before
   * @param settled what was asked then
   * @return the rule that is broken and how, or {@code null}
   */
  Loss.@Nullable Finding settled(List<Operation> before, List<Operation> settled) {
    Verdict verdict = check(before, settled);
    if (explained(verdict)) {
      return null;
    }
    List<Held> given = new ArrayList<>();
    settled.forEach(each -> given.addAll(held(each)));
    Loss.Finding found =
        new Loss(before, Seen.NOTHING, model.terms().has("TOKENS"), forgotten).tokenAgain(given);
    if (found != null) {
      return found;
    }
    return new Loss.Finding(
        "6.12",
        "what cannot be seen did not survive: the state of a pass, what rests, a key or the token"
            + " mark. An answer after reopening is not the one that would have been given"
            + describe(verdict, before));
  }

  /** Tells what cannot be, what was cut off, and what led to it. */
  private static String describe(Verdict verdict, List<Operation> before) {
    StringBuilder text = new StringBuilder();
    verdict.stuck().stream().limit(1).forEach(each -> text.append("\n  at: ").append(each));
    Objection objection = verdict.objection();
    if (objection != null) {
      text.append("\n  because ").append(objection);
    }
    List<Operation> cutOff = before.stream().filter(Operation::isPending).toList();
    text.append("\n  in flight:").append(cutOff.isEmpty() ? " nothing" : "");
    cutOff.forEach(each -> text.append("\n    ").append(each));
    List<Operation> order = verdict.order();
    text.append("\n  explained before, the last of ").append(order.size()).append(':');
    order
        .subList(Math.max(0, order.size() - MOST_TOLD), order.size())
        .forEach(each -> text.append("\n    ").append(each));
    return text.toString();
  }

  private static List<Held> held(Operation operation) {
    Answer answer = operation.answer();
    return answer == null ? List.of() : Model.held(answer);
  }

  private Verdict check(List<Operation> before, List<Operation> after) {
    List<Operation> all = new ArrayList<>(before);
    all.addAll(after);
    return new LinearizabilityChecker(model, MOST_STATES).check(start, all);
  }

  private boolean explained(Verdict verdict) {
    boolean open = verdict.kind() == Verdict.Kind.UNDECIDED;
    undecided += open ? 1 : 0;
    return open || verdict.linearizable();
  }
}
