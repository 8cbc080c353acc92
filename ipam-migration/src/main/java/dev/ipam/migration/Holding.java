package dev.ipam.migration;

import dev.ipam.error.AuthorityConflictException;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.StoreRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes the writers of the source wait, in whatever process they are: the source is closing, until
 * a deadline at which it serves again by itself, also where the migration died.
 */
final class Holding {
  /** The deadline passed: the source serves, and it is of no use to hurry any more. */
  static final class Over extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Over() {
      super("the source serves again", null, false, false);
    }
  }

  private final Authority source;
  private final Active active;
  private final StoreRef successor;
  private @Nullable Closing closing;
  private long since;
  private long longest;
  private long heldBackNanos;

  Holding(Authority source, Active active, StoreRef successor) {
    this.source = source;
    this.active = active;
    this.successor = successor;
  }

  /** How long writes were held back until now, all in all, for anything but the hand-over. */
  Duration heldBack() {
    return Duration.ofNanos(heldBackNanos);
  }

  /** Makes writes wait, no longer than so. */
  void begin(Duration most) {
    Closing next = new Closing(active.epoch(), successor, source.now().plus(most));
    since = System.nanoTime();
    longest = most.toNanos();
    closing = next;
    try {
      Settled.change(source, active, next);
    } catch (UnavailableException e) {
      if (e.outcome() == Outcome.NOT_APPLIED) {
        closing = null;
      } else {
        endAfter(e);
      }
      throw e;
    } catch (RuntimeException e) {
      closing = null;
      throw e;
    }
  }

  /**
   * Lets the source serve.
   *
   * @return whether writes have been waiting up to now; false where the deadline passed before
   */
  boolean end() {
    Closing present = closing;
    if (present == null) {
      return false;
    }
    closing = null;
    heldBackNanos += Math.min(longest, System.nanoTime() - since);
    try {
      Settled.change(source, present, active);
      return true;
    } catch (AuthorityConflictException e) {
      if (source.state().equals(active)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Requires that writes are waiting still, by this process' clock.
   *
   * @throws Over if the deadline passed
   */
  void require() {
    if (System.nanoTime() - since > longest) {
      throw new Over();
    }
  }

  /** Lets the source serve where something else has failed already, which is what matters. */
  void endAfter(Throwable failure) {
    try {
      end();
    } catch (RuntimeException e) {
      // Its deadline does the same.
      failure.addSuppressed(e);
    }
  }

  /**
   * The source hands over; writes go on with its successor.
   *
   * @param position from where on the successor's changes will be missing here
   * @throws Over if the deadline passed before
   */
  void retire(@Nullable String position) {
    Closing present = closing;
    if (present == null) {
      throw new IllegalStateException("the source is not closing");
    }
    try {
      Settled.change(source, present, new Retired(active.epoch(), successor, position));
      closing = null;
    } catch (AuthorityConflictException e) {
      if (source.state().equals(active)) {
        throw new Over();
      }
      throw e;
    }
  }
}
