package dev.ipam.conformance.crash;

import dev.ipam.conformance.child.ChildProcess;
import dev.ipam.conformance.model.AddressStep;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.model.SubnetStep;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * One kill that is to come: it waits for its moment in the reports of a child.
 *
 * @param moment when
 * @param after at which report of those that count for the moment, counted from 1
 * @param nanos how long after it
 */
record Kill(Moment moment, int after, long nanos) {
  /** Longer than opening or closing a small store takes, to meet every part of it. */
  private static final long WHILE_OPENING = 40_000_000;

  private static final long WHILE_CLOSING = 8_000_000;

  /** About as long as a small write with its sync. */
  private static final long WHILE_WORKING = 1_500_000;

  /** Chooses a kill for a child whose threads take so many steps together. */
  static Kill choose(Moment moment, int steps, RandomGenerator random) {
    return switch (moment) {
      case RANDOM ->
          new Kill(moment, 1 + random.nextInt(2 * steps), random.nextLong(WHILE_WORKING));
      case CALL, RETURN -> new Kill(moment, 1 + random.nextInt(steps), 0);
      case WIDE -> new Kill(moment, 1 + random.nextInt(3), random.nextLong(WHILE_WORKING));
      case CLOSING -> new Kill(moment, 1, random.nextLong(WHILE_CLOSING));
      case OPENING -> new Kill(moment, 1, random.nextLong(WHILE_OPENING));
    };
  }

  /**
   * Has the child killed when the moment comes.
   *
   * @param plans the plans of its stores
   * @return tells later whether it was killed; otherwise it ended by itself
   */
  AtomicBoolean watch(ChildProcess child, List<List<List<Step>>> plans) {
    int[] seen = {0};
    AtomicBoolean killed = new AtomicBoolean();
    child.watch(
        report -> {
          if (counts(report, plans) && ++seen[0] == after) {
            pause();
            killed.set(true);
            child.kill();
          } else if (report.equals("joined")) {
            // All is done, and the moment did not come: no operation of the kind was planned.
            killed.set(true);
            child.kill();
          }
        });
    return killed;
  }

  private boolean counts(String report, List<List<List<Step>>> plans) {
    List<String> words = List.of(report.split(" ", 5));
    boolean called = words.get(0).equals("invoked");
    boolean returned = words.get(0).equals("returned");
    return switch (moment) {
      case RANDOM -> called || returned;
      case CALL -> called;
      case RETURN -> returned;
      case WIDE ->
          called
              && isWide(
                  plans
                      .get(Integer.parseInt(words.get(1)))
                      .get(Integer.parseInt(words.get(2)))
                      .get(Integer.parseInt(words.get(3))));
      case CLOSING -> words.get(0).equals("closing");
      case OPENING -> words.get(0).equals("opening");
    };
  }

  private static boolean isWide(Step step) {
    return step instanceof AddressStep.Together
        || step instanceof AddressStep.ReleaseOwner
        || step instanceof AddressStep.Transfer
        || (step instanceof SubnetStep.Remove remove && remove.force())
        || (step instanceof SubnetStep.Create create && create.pool() != null)
        || (step instanceof AddressStep.Allocate one && one.wish().is("BULK"));
  }

  private void pause() {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public String toString() {
    return "killed "
        + nanos / 1_000
        + " µs after "
        + switch (moment) {
          case RANDOM -> "report " + after + " of its threads";
          case CALL -> "call " + after;
          case RETURN -> "answer " + after;
          case WIDE -> "call " + after + " of those that write much";
          case CLOSING -> "it began to close";
          case OPENING -> "it began to open the store";
        };
  }
}
