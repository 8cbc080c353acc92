package dev.ipam.migration.shadow;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What callers asked, for the shadow to read. Noting it takes no lock and waits for nothing; what
 * does not fit is dropped and counted.
 */
final class Journal {
  /** So much may wait to be read: operations, and the allocations that they made. */
  static final int ROOM = 1 << 16;

  private static final long POLL_NANOS = 200_000;

  private final Clock clock;
  private final Lanes lanes = new Lanes();
  private final AtomicLong ticks = new AtomicLong();
  private final ConcurrentLinkedQueue<Observation> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger used = new AtomicInteger();
  private final AtomicLong lost = new AtomicLong();

  /** Who began in an even phase and who in an odd one, and has not ended yet. */
  private final AtomicIntegerArray underWay = new AtomicIntegerArray(2);

  private volatile long accounted;
  private volatile int phase;
  private volatile boolean open;
  private volatile @Nullable Thread reader;

  Journal(Clock clock) {
    this.clock = clock;
  }

  /** An operation under way. */
  record Call(int phase, boolean first, Lanes.Ticket ticket, long start, long millis) {}

  /** Notes that an operation begins; no subnet means that it may touch any. */
  Call begin(@Nullable String subnetId) {
    int now = phase;
    underWay.incrementAndGet(now);
    Lanes.Ticket ticket = lanes.enter(subnetId);
    long start = ticks.incrementAndGet();
    boolean first = underWay.get(0) + underWay.get(1) == 1;
    return new Call(now, first, ticket, start, clock.millis());
  }

  /** Notes how it ended. */
  void end(Call call, Operation operation, Outcome outcome) {
    long end = ticks.incrementAndGet();
    // A key may be bound or freed in any subnet.
    boolean keyed = operation.key() != null;
    boolean alone =
        lanes.leave(call.ticket()) && (!keyed || (call.first() && end == call.start() + 1));
    Observation seen = new Observation(call.start(), end, call.millis(), alone, operation, outcome);
    if (open) {
      add(seen);
    }
    underWay.decrementAndGet(call.phase());
  }

  /** Notes that what may have touched any subnet has ended. */
  void end(Call call) {
    lanes.leave(call.ticket());
    underWay.decrementAndGet(call.phase());
  }

  /** Notes the beginning of something whose end nobody tells: from now on all may overlap it. */
  void beginWithoutEnd() {
    lanes.enter(null);
  }

  private void add(Observation seen) {
    int weight = weight(seen);
    if (used.addAndGet(weight) > ROOM) {
      used.addAndGet(-weight);
      lost.incrementAndGet();
      return;
    }
    queue.add(seen);
    LockSupport.unpark(reader);
  }

  private static int weight(Observation seen) {
    return 1 + seen.outcome().allocations().size();
  }

  /** Begins to keep what is noted, for this thread to read. */
  void open() {
    reader = Thread.currentThread();
    open = true;
  }

  /** Keeps nothing any more. */
  void close() {
    open = false;
    reader = null;
    drain();
  }

  /** Returns the number of beginnings and ends so far. */
  long ticks() {
    return ticks.get();
  }

  /** Tells whether more was dropped than has been taken account of. */
  boolean isOverrun() {
    return lost.get() > accounted;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Returns whether nothing was dropped since it was asked last. */
  boolean isComplete() {
    long now = lost.get();
    boolean complete = now == accounted;
    accounted = now;
    return complete;
  }

  List<Observation> drain() {
    List<Observation> all = new ArrayList<>();
    for (Observation each = queue.poll(); each != null; each = queue.poll()) {
      used.addAndGet(-weight(each));
      all.add(each);
    }
    return all;
  }

  /**
   * Waits, in the shadow's thread, until whatever was under way when it was called has been noted.
   *
   * @return whether it has, before the shadow ends or the time is over
   */
  boolean settle(long nanos, BooleanSupplier ended) {
    long end = System.nanoTime() + nanos;
    // Twice: somebody may have read the phase and not have counted himself yet.
    for (int i = 0; i < 2; i++) {
      int old = phase;
      phase = 1 - old;
      while (underWay.get(old) > 0) {
        if (ended.getAsBoolean() || System.nanoTime() - end > 0) {
          return false;
        }
        LockSupport.parkNanos(this, POLL_NANOS);
      }
    }
    return true;
  }
}
