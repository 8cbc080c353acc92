package dev.ipam.conformance.processes;

import dev.ipam.conformance.child.ChildProcess;
import dev.ipam.conformance.linear.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * What to add to a child's {@link System#nanoTime} to get this process's: at least, and at most.
 *
 * <p>Nothing promises that two processes have one origin. A question and its answer say between
 * which two of our times the child read its own; of many the narrowest counts. A call is put at its
 * earliest and a return at its latest time, so that an operation only gets longer: an order that
 * the checker finds impossible is impossible.
 *
 * @param least the least that it may be
 * @param most the most that it may be
 */
record ClockOffset(long least, long most) {
  private static final int QUESTIONS = 30;

  static ClockOffset of(ChildProcess child) {
    long least = Long.MIN_VALUE;
    long most = Long.MAX_VALUE;
    for (int i = 0; i < QUESTIONS; i++) {
      long before = System.nanoTime();
      child.send("ping");
      List<String> reports = child.until("pong");
      long after = System.nanoTime();
      long theirs = Long.parseLong(reports.get(reports.size() - 1).split(" ", 2)[1]);
      least = Math.max(least, before - theirs);
      most = Math.min(most, after - theirs);
    }
    return new ClockOffset(least, most);
  }

  /** Puts operations on our clock, under the numbers of the child's threads. */
  List<Operation> apply(List<Operation> theirs, int firstThread) {
    List<Operation> ours = new ArrayList<>();
    for (Operation each : theirs) {
      int thread = firstThread + each.thread();
      long invoked = each.invoked() + least;
      ours.add(
          each.isPending()
              ? Operation.pending(thread, each.step(), invoked)
              : new Operation(thread, each.step(), invoked, each.returned() + most, each.answer()));
    }
    return ours;
  }
}
