package dev.ipam.reference;

import dev.ipam.reference.db.Pause;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Writers on other nodes of a cluster. Of transactions that are under way at the same time one is
 * certified, and the others begin again; a node that writes without a pause starves those that have
 * the longer way. So a node that has met others leaves them time after each commit of its own: as
 * much as its transactions take, more when they fail, and none once it has met nobody for a while.
 *
 * <p>Used by the thread that leads.
 */
final class Rivals {
  static final long MEMORY_NANOS = 2_000_000_000;
  static final long LONGEST_PAUSE_NANOS = 50_000_000;
  static final int MOST_TURNS = 2;

  private final LongSupplier clock;
  private final LongConsumer pausing;
  private final LongAdder pauses = new LongAdder();
  private long metAt;
  private long committedAt;
  private long usualNanos;
  private int turns = 1;

  Rivals() {
    this(System::nanoTime, Pause::nanos);
  }

  /**
   * Makes one that has met nobody.
   *
   * @param clock the time, in nanoseconds
   * @param pausing lets so many nanoseconds pass
   */
  Rivals(LongSupplier clock, LongConsumer pausing) {
    this.clock = clock;
    this.pausing = pausing;
    this.committedAt = clock.getAsLong();
    this.metAt = committedAt - MEMORY_NANOS;
  }

  /** A transaction failed since another node's was certified before it. */
  void lostTo() {
    metAt = clock.getAsLong();
    turns = Math.min(MOST_TURNS, turns * 2);
  }

  /** A transaction was committed. */
  void committed(long nanos, boolean atOnce, boolean othersWrote) {
    committedAt = clock.getAsLong();
    usualNanos = usualNanos == 0 ? nanos : (usualNanos * 7 + nanos) / 8;
    if (othersWrote) {
      metAt = committedAt;
    }
    if (atOnce) {
      turns = Math.max(1, turns - 1);
    }
  }

  /** Leaves others their time, before more is begun here. */
  void leaveTime() {
    long now = clock.getAsLong();
    if (now - metAt >= MEMORY_NANOS) {
      turns = 1;
      return;
    }
    long most = Math.min(LONGEST_PAUSE_NANOS, usualNanos * 2 * turns);
    long left = committedAt + ThreadLocalRandom.current().nextLong(most / 2, most + 1) - now;
    if (left > 0) {
      pauses.increment();
      pausing.accept(left);
    }
  }

  /** How often time was left to others. */
  long pauses() {
    return pauses.sum();
  }
}
