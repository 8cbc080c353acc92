package dev.ipam.conformance.processes;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.child.ChildProcess;
import dev.ipam.conformance.contract.FirstLook;
import dev.ipam.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Has several processes use one store. Where the driver is SHARED, all that they do must be
 * linearizable (6.02); where it is not, all but one must be refused (6.18).
 *
 * <p>Each child process has several threads. Their operations are put on one clock, and the
 * linearizability checker searches an order that explains every answer. The same seed makes the
 * same steps; how the processes meet is up to the machine.
 *
 * @since 0.1
 */
public final class ProcessesCheck {
  private final DriverUnderTest subject;

  /**
   * Makes a check.
   *
   * @param subject the driver
   */
  public ProcessesCheck(DriverUnderTest subject) {
    this.subject = subject;
  }

  /**
   * What went wrong.
   *
   * @param seed the seed of the round
   * @param rule the rule that is broken, such as {@code 6.02}
   * @param explanation how
   */
  public record Failure(long seed, String rule, String explanation) {
    @Override
    public String toString() {
      return "IPAM-" + rule + ": " + explanation + FirstLook.at(rule) + "\n  seed: " + seed;
    }
  }

  /**
   * What was checked.
   *
   * @param seed the first seed; each round has the next one
   * @param shared whether several processes may use one store
   * @param rounds how many stores they met on
   * @param operations how many operations were judged
   * @param overlapping how many pairs of operations of different processes were under way at the
   *     same time
   * @param undecided for how many histories the search was given up
   * @param notProven why nothing could be checked, or {@code null}
   * @param failures what is wrong
   */
  public record Report(
      long seed,
      boolean shared,
      int rounds,
      long operations,
      long overlapping,
      int undecided,
      @Nullable String notProven,
      List<Failure> failures) {
    /**
     * Returns whether everything was proven.
     *
     * @return whether the driver passed
     */
    public boolean passed() {
      return notProven == null && failures.isEmpty() && undecided == 0;
    }
  }

  private Report second(long seed) {
    try {
      return new SecondProcess(subject).run(seed);
    } catch (ChildProcess.NoAnswer e) {
      String what = String.valueOf(e.getMessage());
      List<Failure> failures = e.started() ? List.of(new Failure(seed, "6.05", what)) : List.of();
      return new Report(seed, false, 1, 0, 0, 0, e.started() ? null : what, failures);
    }
  }

  /**
   * Has processes meet until the time is over or one round goes wrong.
   *
   * @param seed where the steps start from
   * @param rounds how many rounds at most
   * @param processes how many processes
   * @param threads how many threads each of them has
   * @param steps how many steps each thread takes in a round
   * @param atMost for how long
   * @return what was checked
   */
  public Report run(long seed, int rounds, int processes, int threads, int steps, Duration atMost) {
    boolean shared = subject.capabilities().contains(Capability.SHARED);
    String reason = ChildProcess.impossible(subject);
    if (reason != null) {
      return new Report(seed, shared, 0, 0, 0, 0, reason, List.of());
    }
    if (!shared) {
      return second(seed);
    }
    long end = System.nanoTime() + atMost.toNanos();
    List<Failure> failures = new ArrayList<>();
    int made = 0;
    int undecided = 0;
    long operations = 0;
    long overlapping = 0;
    List<ChildProcess> children = new ArrayList<>();
    try {
      for (int i = 0; i < processes; i++) {
        children.add(new ChildProcess(subject, Map.of()));
      }
      while (made < rounds && failures.isEmpty() && (made == 0 || System.nanoTime() - end < 0)) {
        SharedRound round = new SharedRound(subject, seed + made++, children);
        Failure failure = round.run(threads, steps);
        operations += round.operations();
        overlapping += round.overlapping();
        undecided += round.undecided() ? 1 : 0;
        if (failure != null) {
          failures.add(failure);
        }
      }
    } catch (ChildProcess.NoAnswer e) {
      reason = e.started() ? null : e.getMessage();
      if (e.started()) {
        failures.add(new Failure(seed + made - 1, "6.05", String.valueOf(e.getMessage())));
      }
    } finally {
      children.forEach(ChildProcess::close);
    }
    return new Report(
        seed, shared, made, operations, overlapping, undecided, reason, List.copyOf(failures));
  }
}
