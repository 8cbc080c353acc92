package dev.ipam.migration;

import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import java.time.Duration;

/**
 * Holds writers back for a short while again and again, so that what they change does not come
 * faster than it can be copied.
 */
final class Throttle {
  private static final Duration FIRST = Duration.ofMillis(25);

  /** Long enough for a writer that looks only now and then whether it may go on. */
  private static final long OPEN_NANOS = Duration.ofMillis(150).toNanos();

  private final Holding holding;
  private final Duration most;
  private Duration hold = Duration.ZERO;
  private long next;

  /**
   * Makes one that does not hold back yet.
   *
   * @param most how long writes wait, at most, at a time
   */
  Throttle(Holding holding, Duration most) {
    this.holding = holding;
    this.most = most;
  }

  /** Holds back more from now on; returns false where it does as much as it may already. */
  boolean harder() {
    if (hold.equals(most)) {
      return false;
    }
    Duration wanted = hold.isZero() ? FIRST : hold.multipliedBy(2);
    hold = wanted.compareTo(most) < 0 ? wanted : most;
    return true;
  }

  /** Called again and again by whoever copies: what is due is done. */
  void tick() {
    if (!hold.isZero() && System.nanoTime() - next >= 0) {
      holding.end();
      try {
        holding.begin(hold);
      } catch (UnavailableException e) {
        if (e.outcome() != Outcome.NOT_APPLIED) {
          throw e;
        }
        // Writers, or a transaction of a caller's, keep the store busy: this once nobody waits.
      }
      next = System.nanoTime() + hold.toNanos() + OPEN_NANOS;
    }
  }

  /** Lets writers go on. */
  void release() {
    holding.end();
  }

  /** The same where something has failed already. */
  void releaseAfter(Throwable failure) {
    holding.endAfter(failure);
  }
}
