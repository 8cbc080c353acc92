package dev.ipam.cli;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;

/** Shows on a terminal how far a long command is; nothing elsewhere. Safe for several threads. */
final class Progress implements AutoCloseable {
  private static final int WIDTH = 40;
  private static final long INTERVAL_NANOS = 100_000_000;

  private final PrintWriter err;
  private final boolean shown;
  private final String what;
  private final long total;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong drawn = new AtomicLong(System.nanoTime() - INTERVAL_NANOS);

  Progress(Surroundings surroundings, String what, long total) {
    this.err = surroundings.err();
    this.shown = surroundings.errIsTerminal() && total > 0;
    this.what = what;
    this.total = total;
  }

  void add(long more) {
    long now = done.addAndGet(more);
    long last = drawn.get();
    if (shown
        && System.nanoTime() - last > INTERVAL_NANOS
        && drawn.compareAndSet(last, System.nanoTime())) {
      draw(now);
    }
  }

  private void draw(long now) {
    int filled = (int) (now * WIDTH / total);
    err.print(
        "\r["
            + "#".repeat(filled)
            + " ".repeat(WIDTH - filled)
            + "] "
            + now
            + "/"
            + total
            + " "
            + what);
    err.flush();
  }

  /** Removes the bar, so that what comes next stands alone. */
  @Override
  public void close() {
    if (shown) {
      err.print("\r\033[K");
      err.flush();
    }
  }
}
