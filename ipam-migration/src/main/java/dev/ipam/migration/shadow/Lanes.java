package dev.ipam.migration.shadow;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Tells which operations had a subnet to themselves. Subnets share a fixed number of lanes, so that
 * memory is bounded; two that share one may seem to overlap, which costs a comparison and no more.
 * Nobody waits.
 */
final class Lanes {
  private static final int LANE_BITS = 12;

  /** Fibonacci hashing: ids that differ little fall into different lanes. */
  private static final int SPREAD = 0x9E3779B9;

  /** The low bits count who is in a lane now, the others who has ever entered it. */
  private static final int IN_BITS = 24;

  private static final long ENTRY = (1L << IN_BITS) + 1;
  private static final long IN = (1L << IN_BITS) - 1;

  private final AtomicLongArray lanes = new AtomicLongArray(1 << LANE_BITS);

  /** Of what touches subnets that are not known beforehand. */
  private final AtomicLong everywhere = new AtomicLong();

  /** An operation under way; no subnet means any of them. */
  record Ticket(int lane, long entered, long elsewhere) {
    boolean isEverywhere() {
      return lane < 0;
    }
  }

  Ticket enter(@Nullable String subnetId) {
    if (subnetId == null) {
      everywhere.addAndGet(ENTRY);
      return new Ticket(-1, 0, 0);
    }
    int lane = (subnetId.hashCode() * SPREAD) >>> (Integer.SIZE - LANE_BITS);
    long elsewhere = everywhere.get();
    return new Ticket(lane, lanes.addAndGet(lane, ENTRY), elsewhere);
  }

  /** Returns whether nothing else was under way in its subnet from its beginning to now. */
  boolean leave(Ticket ticket) {
    if (ticket.isEverywhere()) {
      everywhere.decrementAndGet();
      return false;
    }
    long now = lanes.getAndDecrement(ticket.lane());
    return now == ticket.entered()
        && (now & IN) == 1
        && (ticket.elsewhere() & IN) == 0
        && everywhere.get() == ticket.elsewhere();
  }
}
