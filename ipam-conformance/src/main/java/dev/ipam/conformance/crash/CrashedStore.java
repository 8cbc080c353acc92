package dev.ipam.conformance.crash;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.child.Reports;
import dev.ipam.conformance.child.Seen;
import dev.ipam.conformance.child.Visit;
import dev.ipam.conformance.child.Wire;
import dev.ipam.conformance.child.Workload;
import dev.ipam.conformance.linear.Operation;
import dev.ipam.conformance.model.Model;
import dev.ipam.conformance.model.Step;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.conformance.steps.Trial;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A store whose processes are killed one after the other, and all that is known of it. */
final class CrashedStore implements AutoCloseable {
  private final DriverUnderTest subject;
  private final Map<String, String> settings;
  private final RandomGenerator random;
  private final Model model;
  private final Workload workload;
  private final Judge judge;
  private final History history = new History();
  private Seen seen = Seen.NOTHING;
  private List<List<Step>> plans = List.of();
  private List<Operation> cutOff = List.of();
  private long clock = ManualClock.START;
  private int lives;

  private CrashedStore(DriverUnderTest subject, long seed) {
    this.subject = subject;
    this.settings = Map.copyOf(subject.newStore());
    this.random = new SplittableRandom(seed);
    this.model = new Model(Trial.terms(subject.capabilities()));
    this.workload = new Workload(model, random);
    this.judge = new Judge(model, "6.08");
  }

  /**
   * Makes a store with something in it.
   *
   * @throws Visit.NotOpened if it cannot be created
   */
  static CrashedStore create(DriverUnderTest subject, long seed) throws Visit.NotOpened {
    CrashedStore store = new CrashedStore(subject, seed);
    try (Visit visit = Visit.open(subject, store.settings, true, store.clock, 0)) {
      store.history.add(visit.take(store.workload.beginning()));
      List<Operation> looks = visit.lookAtAll(store.model.terms());
      store.history.add(looks);
      store.seen = Seen.of(looks);
      return store;
    } catch (Visit.NotOpened | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** The command that opens it in a child. */
  String open(int number) {
    return "open "
        + number
        + " false "
        + clock
        + " "
        + random.nextInt()
        + " "
        + Wire.write(settings);
  }

  /** Makes new plans. */
  List<List<Step>> plan(int threads, int steps) {
    plans = workload.plans("life-" + lives++, seen, threads, steps);
    return plans;
  }

  /** Takes note of what the child did until it was killed. */
  void killed(List<String> reports, int number) {
    boolean afterwards = model.terms().has("SHARED");
    cutOff = history.addKilled(Reports.operations(reports, number, plans), afterwards);
  }

  int cutOff() {
    return cutOff.size();
  }

  int operations() {
    return history.operations().size();
  }

  int undecided() {
    return judge.undecided();
  }

  /** Opens the store, looks at all of it, and judges. */
  Loss.@Nullable Finding examine() {
    long later = List.of(0L, 700L, 6_000L).get(random.nextInt(3));
    clock += later;
    history.advance(later);
    try (Visit visit = Visit.open(subject, settings, false, clock, history.now())) {
      List<Operation> before = history.operations();
      List<Operation> looks = visit.lookAtAll(model.terms());
      Loss.Finding found = judge.judge(before, looks);
      history.add(looks);
      if (found != null) {
        return found;
      }
      before = history.operations();
      List<Operation> settled = visit.settle(cutOff, Seen.of(looks), "settled-" + lives);
      found = judge.settled(before, settled);
      history.add(settled);
      List<Operation> last = visit.lookAtAll(model.terms());
      history.add(last);
      seen = Seen.of(last);
      return found;
    } catch (Visit.NotOpened e) {
      return new Loss.Finding("6.08", "the store does not open again: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    subject.destroy(settings);
  }
}
