package dev.ipam.reference;

import dev.ipam.reference.db.Failure;
import dev.ipam.reference.db.Pause;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The attempts at one transaction: why they failed, and whether there may be another one. */
final class Attempts {
  private static final int MOST = 50;
  private static final long FIRST_PAUSE_NANOS = 500_000;
  private static final long LONGEST_PAUSE_NANOS = 100_000_000;

  private final long end;
  private final List<SQLException> failures = new ArrayList<>();

  Attempts(Duration deadline) {
    end = System.nanoTime() + deadline.toNanos();
  }

  /** Until when there may be more, by the system's timer. */
  long end() {
    return end;
  }

  void failed(SQLException failure) {
    failures.add(failure);
  }

  /** Whether none has failed. */
  boolean isFirst() {
    return failures.isEmpty();
  }

  List<SQLException> failures() {
    return failures;
  }

  /** Why the last one failed. */
  SQLException last() {
    return failures.get(failures.size() - 1);
  }

  /** Whether what failed last may be tried again, as far as the failure says. */
  boolean mayRepeat() {
    Failure last = Failure.of(last());
    boolean lost = last == Failure.DISCONNECTED && failures.size() == 1;
    return (last.isTransient() || lost) && mayGoOn();
  }

  /** Whether there are time and attempts left. */
  boolean mayGoOn() {
    return failures.size() < MOST && System.nanoTime() - end < 0;
  }

  /** Leaves others time before the next one. */
  void pause() {
    pause(failures.size());
  }

  /** The same after so many. */
  static void pause(int attempts) {
    long most = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(attempts, 12));
    Pause.nanos(ThreadLocalRandom.current().nextLong(most / 2, most));
  }
}
