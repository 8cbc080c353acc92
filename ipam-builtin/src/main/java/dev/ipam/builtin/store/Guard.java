package dev.ipam.builtin.store;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts who is inside native code, so that what they use is not freed under them.
 *
 * <p>A call of a freed RocksDB object does not throw, it ends the process.
 */
final class Guard {
  private static final long CLOSED = Long.MIN_VALUE;

  private final AtomicLong inside = new AtomicLong();
  private final CountDownLatch empty = new CountDownLatch(1);

  /** Enters; false where it is closed. Each success is followed by {@link #exit}. */
  boolean enter() {
    // Negative from the moment of closing on, however many are inside.
    if (inside.incrementAndGet() > 0) {
      return true;
    }
    exit();
    return false;
  }

  void exit() {
    if (inside.decrementAndGet() == CLOSED) {
      empty.countDown();
    }
  }

  /** Lets nobody in any more and waits until all are out; false where it was closed before. */
  boolean close() {
    long now;
    do {
      now = inside.get();
      if (now < 0) {
        return false;
      }
    } while (!inside.compareAndSet(now, now + CLOSED));
    if (now > 0) {
      awaitEmpty();
    }
    return true;
  }

  private void awaitEmpty() {
    boolean interrupted = false;
    while (true) {
      try {
        empty.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
