package dev.ipam.reference;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Writers on other nodes of a cluster. Of transactions that are under way at the same time one is
 * certified, and the others begin again; a node that writes without a pause starves those that have
 * the longer way. So a node that has met others leaves them time after each commit of its own: as
 * much as its transactions take, more when they fail, and none once it has met nobody for a while.
 *
 * <p>Used by the thread that leads.
 */
final class Rivals {
  private static final long MEMORY_NANOS = 2_000_000_000;
  private static final long LONGEST_PAUSE_NANOS = 50_000_000;
  private static final int MOST_TURNS = 8;

  private long metAt = System.nanoTime() - MEMORY_NANOS;
  private long committedAt = System.nanoTime();
  private long usualNanos;
  private int turns = 1;

  /** A transaction failed since another node's was certified before it. */
  void lostTo() {
    metAt = System.nanoTime();
    turns = Math.min(MOST_TURNS, turns * 2);
  }

  /** A transaction was committed. */
  void committed(long nanos, boolean atOnce, boolean othersWrote) {
    committedAt = System.nanoTime();
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
    long now = System.nanoTime();
    if (now - metAt >= MEMORY_NANOS) {
      turns = 1;
      return;
    }
    long most = Math.min(LONGEST_PAUSE_NANOS, usualNanos * 2 * turns);
    long pause = ThreadLocalRandom.current().nextLong(most / 2, most + 1);
    long end = committedAt + pause;
    for (long left = end - now; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }
}
