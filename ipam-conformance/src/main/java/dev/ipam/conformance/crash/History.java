package dev.ipam.conformance.crash;

import dev.ipam.conformance.child.Visit;
import dev.ipam.conformance.linear.Operation;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.TimeStep;
import java.util.ArrayList;
import java.util.List;

/** What happened to a store, over several lives of the processes that used it. */
final class History {
  private final List<Operation> operations = new ArrayList<>();
  private long now;

  List<Operation> operations() {
    return List.copyOf(operations);
  }

  long now() {
    return now;
  }

  /** Adds what was done one after the other, from {@link #now} on. */
  void add(List<Operation> done) {
    for (Operation each : done) {
      operations.add(each);
      now = Math.max(now, each.isPending() ? each.invoked() : each.returned());
    }
  }

  /** Says that the clock was moved. */
  void advance(long millis) {
    add(
        List.of(
            Operation.of(
                Visit.VISITOR, new TimeStep.Advance(millis), now + 1, now + 2, Answer.NOTHING)));
  }

  /**
   * Adds what the threads of a process did before it was killed, on a clock of their own.
   *
   * @param done the operations
   * @param afterwards whether one that was cut off may yet take effect after the kill
   * @return those that were cut off
   */
  List<Operation> addKilled(List<Operation> done, boolean afterwards) {
    long first = done.stream().mapToLong(Operation::invoked).min().orElse(0);
    long shift = now + 1 - first;
    long last = now;
    for (Operation each : done) {
      last = Math.max(last, shift + (each.isPending() ? each.invoked() : each.returned()));
    }
    long killed = last + 1;
    List<Operation> cutOff = new ArrayList<>();
    for (Operation each : done) {
      long invoked = each.invoked() + shift;
      if (each.isPending()) {
        long until = afterwards ? Long.MAX_VALUE : killed;
        cutOff.add(Operation.lost(each.thread(), each.step(), invoked, until));
      } else {
        operations.add(
            new Operation(
                each.thread(), each.step(), invoked, each.returned() + shift, each.answer()));
      }
    }
    operations.addAll(cutOff);
    now = killed;
    return cutOff;
  }
}
