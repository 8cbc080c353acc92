package dev.ipam.cli;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows on a terminal how far a long command is: a bar where it is known how much there is to do,
 * otherwise how much was done and for how long; nothing elsewhere. Safe for several threads.
 */
final class Progress implements AutoCloseable {
  private static final int WIDTH = 40;
  private static final long INTERVAL_NANOS = 100_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;

  private final PrintWriter err;
  private final boolean shown;
  private final String what;
  private final long total;
  private final long start = System.nanoTime();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong drawn = new AtomicLong(start - 2 * INTERVAL_NANOS);

  /**
   * Begins.
   *
   * @param what what is counted
   * @param total how much of it there is, 0 where that is not known
   */
  Progress(Surroundings surroundings, String what, long total) {
    this.err = surroundings.err();
    this.shown = surroundings.errIsTerminal();
    this.what = what;
    this.total = total;
  }

  void add(long more) {
    long now = done.addAndGet(more);
    if (!shown) {
      return;
    }
    long last = drawn.get();
    long time = System.nanoTime();
    if (time - last > INTERVAL_NANOS && drawn.compareAndSet(last, time)) {
      err.print("\r" + (total > 0 ? bar(now) : soFar(now)));
      err.flush();
    }
  }

  private String bar(long now) {
    // There may be more than was counted at the start: others write meanwhile.
    int filled = (int) (Math.min(now, total) * (double) WIDTH / total);
    return "["
        + "#".repeat(filled)
        + " ".repeat(WIDTH - filled)
        + "] "
        + now
        + "/"
        + Math.max(now, total)
        + " "
        + what;
  }

  private String soFar(long now) {
    return now + " " + what + ", " + (System.nanoTime() - start) / SECOND_NANOS + " s";
  }

  /** Removes it, so that what comes next stands alone. */
  @Override
  public void close() {
    if (shown) {
      err.print("\r\033[K");
      err.flush();
    }
  }
}
