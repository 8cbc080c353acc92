package dev.ipam.builtin;

import dev.ipam.spi.AuthorityState.Closing;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Where writes wait while the store is closing. */
final class Gate {
  /** The clock that judges the deadline may be any: so it is looked at again and again. */
  private static final long LONGEST_WAIT_MILLIS = 50;

  private final Engine engine;
  private volatile long openings;

  Gate(Engine engine) {
    this.engine = engine;
  }

  /** Carries out a write as soon as the store admits it. */
  @SuppressWarnings("unchecked") // No write answers with a state.
  <R> R write(Function<Session, R> work) {
    boolean interrupted = false;
    try {
      while (true) {
        long seen = openings;
        Object answer =
            engine.run(
                session -> {
                  Closing closing = session.fence().admit();
                  return closing == null ? work.apply(session) : closing;
                });
        if (!(answer instanceof Closing)) {
          return (R) answer;
        }
        // An operation of its own, which nothing refuses.
        if (engine.run(session -> session.fence().settled()) instanceof Closing) {
          interrupted |= await(seen);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets those that wait look again. */
  synchronized void open() {
    openings++;
    notifyAll();
  }

  /** Waits for a change after one that was seen; tells whether it was interrupted. */
  private synchronized boolean await(long seen) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS);
    boolean interrupted = false;
    long left = end - System.nanoTime();
    while (openings == seen && left > 0) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        // What it waits for has a deadline; the caller learns of the interrupt afterwards.
        interrupted = true;
      }
      left = end - System.nanoTime();
    }
    return interrupted;
  }
}
