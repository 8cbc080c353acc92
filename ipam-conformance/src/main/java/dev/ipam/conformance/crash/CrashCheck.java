package dev.ipam.conformance.crash;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.child.ChildProcess;
import dev.ipam.conformance.child.Reports;
import dev.ipam.conformance.child.Visit;
import dev.ipam.conformance.contract.FirstLook;
import dev.ipam.conformance.model.Answer;
import dev.ipam.conformance.model.Step;
import dev.ipam.spi.Capability;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Kills processes that work on a driver's stores, and checks that all that was acknowledged is
 * there, and nothing else but what was in flight, wholly or not at all (6.08, 6.10, 6.11, 6.12,
 * 3.43).
 *
 * <p>A child process works with several threads on several stores at a time, and reports every call
 * and every answer on a pipe. It gets SIGKILL at a moment that the seed chooses, each kind of
 * moment in turn. Then this process opens the stores, looks at everything, settles with its key
 * what was cut off, and takes an address of every subnet. The linearizability checker judges it
 * all, from the store's creation on. How the threads meet, and in which instruction a kill finds
 * them, is up to the machine; the steps and the moments are the seed's.
 *
 * <p>A kill keeps what was written and not synced; {@link PowerLossCheck} is about that.
 *
 * @since 0.1
 */
public final class CrashCheck {
  private static final List<Moment> MOMENTS = List.of(Moment.values());
  private static final int MOST_LIVES = 4;

  private final DriverUnderTest subject;

  /**
   * Makes a check.
   *
   * @param subject the driver
   */
  public CrashCheck(DriverUnderTest subject) {
    this.subject = subject;
  }

  /**
   * What went wrong.
   *
   * @param seed the seed of the run
   * @param rule the rule that is broken, such as {@code 6.08}
   * @param moment when the process was killed, or the power failed
   * @param explanation what was lost
   */
  public record Failure(long seed, String rule, String moment, String explanation) {
    @Override
    public String toString() {
      return "IPAM-"
          + rule
          + ": "
          + explanation
          + FirstLook.at(rule)
          + "\n  "
          + moment
          + "; seed: "
          + seed;
    }
  }

  /**
   * What was checked.
   *
   * @param seed the seed
   * @param kills how many processes were killed, by the kind of moment
   * @param stores how many stores they worked on
   * @param operations how many operations were judged
   * @param cutOff how many of them were in flight at a kill
   * @param undecided for how many histories the search was given up
   * @param notProven why nothing could be checked, or {@code null}
   * @param failures what is wrong
   */
  public record Report(
      long seed,
      Map<Moment, Integer> kills,
      int stores,
      long operations,
      long cutOff,
      int undecided,
      @Nullable String notProven,
      List<Failure> failures) {
    /**
     * Returns whether everything was proven to be there.
     *
     * @return whether the driver passed
     */
    public boolean passed() {
      return notProven == null && failures.isEmpty() && undecided == 0;
    }
  }

  /** What is counted while a check runs. */
  private static final class Tally {
    final Map<Moment, Integer> kills = new EnumMap<>(Moment.class);
    final List<Failure> failures = new ArrayList<>();
    int stores;
    long operations;
    long cutOff;
    int undecided;
    @Nullable String notProven;

    /** A child that does not start is not the driver's fault; one that stops is. */
    void noAnswer(long seed, ChildProcess.NoAnswer e) {
      String what = String.valueOf(e.getMessage());
      if (e.started()) {
        failures.add(new Failure(seed, "6.05", "while threads worked", what));
      } else {
        notProven = what;
      }
    }

    void count(CrashedStore store) {
      stores++;
      operations += store.operations();
      undecided += store.undecided();
    }
  }

  /**
   * Kills processes until the time is over or something is lost.
   *
   * @param seed where the steps and the moments start from
   * @param kills how many processes, and for how long
   * @param stores on how many stores each of them works
   * @param threads how many threads work on each store
   * @param steps how many steps each thread takes at most
   * @return what was checked
   */
  public Report run(long seed, Bounds kills, int stores, int threads, int steps) {
    String reason =
        subject.capabilities().contains(Capability.DURABLE)
            ? ChildProcess.impossible(subject)
            : "the driver does not declare DURABLE";
    Tally tally = new Tally();
    if (reason == null) {
      run(seed, kills, new Size(stores, threads, steps), tally);
    }
    return new Report(
        seed,
        tally.kills,
        tally.stores,
        tally.operations,
        tally.cutOff,
        tally.undecided,
        reason == null ? tally.notProven : reason,
        tally.failures);
  }

  private record Size(int stores, int threads, int steps) {}

  private void run(long seed, Bounds kills, Size size, Tally tally) {
    long begin = System.nanoTime();
    RandomGenerator random = new SplittableRandom(seed);
    List<CrashedStore> stores = new ArrayList<>();
    ChildProcess next = new ChildProcess(subject, Map.of());
    try {
      for (int kill = 0; !kills.over(kill, begin) && tally.failures.isEmpty(); kill++) {
        if (kill % MOST_LIVES == 0) {
          leave(stores, tally);
          enter(stores, seed * 1_000 + kill, size.stores(), tally);
        }
        Moment moment = MOMENTS.get(kill % MOMENTS.size());
        Kill chosen = Kill.choose(moment, size.stores() * size.threads() * size.steps(), random);
        ChildProcess child = next;
        // The next one starts while this one works.
        next = new ChildProcess(subject, Map.of());
        try (child) {
          if (tally.failures.isEmpty()) {
            tally.kills.merge(moment, 1, Integer::sum);
            work(child, stores, chosen, size, random.nextBoolean(), seed, tally);
          }
        }
        examine(stores, chosen, seed, tally);
      }
    } catch (ChildProcess.NoAnswer e) {
      tally.noAnswer(seed, e);
    } finally {
      next.close();
      leave(stores, tally);
    }
  }

  private void enter(List<CrashedStore> stores, long seed, int count, Tally tally) {
    try {
      for (int i = 0; i < count; i++) {
        stores.add(CrashedStore.create(subject, seed * 10 + i));
      }
    } catch (Visit.NotOpened e) {
      String what = "a new store cannot be created: " + e.getMessage();
      tally.failures.add(new Failure(seed, "6.16", "before any kill", what));
    }
  }

  private static void leave(List<CrashedStore> stores, Tally tally) {
    for (CrashedStore store : stores) {
      tally.count(store);
      store.close();
    }
    stores.clear();
  }

  /** Lets a child work until it is dead. */
  private static void work(
      ChildProcess child,
      List<CrashedStore> stores,
      Kill kill,
      Size size,
      boolean busyAtClose,
      long seed,
      Tally tally) {
    List<List<List<Step>>> plans = new ArrayList<>();
    stores.forEach(store -> plans.add(store.plan(size.threads(), size.steps())));
    AtomicBoolean killed = kill.watch(child, plans);
    List<String> commands = new ArrayList<>();
    for (int i = 0; i < stores.size(); i++) {
      commands.add(stores.get(i).open(i));
    }
    for (int i = 0; i < stores.size(); i++) {
      commands.addAll(Reports.commands(i, plans.get(i)));
    }
    commands.add("start");
    if (kill.moment() != Moment.CLOSING || !busyAtClose) {
      commands.add("join");
    }
    if (kill.moment() == Moment.CLOSING) {
      commands.add("close");
    }
    child.send(commands);
    List<String> reports = child.untilEnd();
    for (int i = 0; i < stores.size(); i++) {
      stores.get(i).killed(reports, i);
      tally.cutOff += stores.get(i).cutOff();
    }
    if (!killed.get()) {
      String what = "a process ended by itself, before it was killed";
      tally.failures.add(new Failure(seed, "6.05", "while threads worked", what));
    }
    Answer failure = Reports.failure(reports);
    if (failure != null) {
      String what = "the store does not open in another process: " + failure;
      tally.failures.add(new Failure(seed, "6.08", "before this kill", what));
    }
  }

  private static void examine(List<CrashedStore> stores, Kill kill, long seed, Tally tally) {
    for (CrashedStore store : stores) {
      if (tally.failures.isEmpty()) {
        Loss.Finding found = store.examine();
        if (found != null) {
          tally.failures.add(new Failure(seed, found.rule(), kill.toString(), found.text()));
        }
      }
    }
  }
}
