package dev.ipam;

import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;

/**
 * Waiting for another process, which tells nobody when it is done. An interrupt ends no wait here,
 * and is kept (rule IPAM-6.38): a thread that was interrupted pauses as any other does.
 */
final class Pauses {
  private static final Duration BRIEF = Duration.ofMillis(5);

  /** Opening a store costs more than looking at it, and others want to open it, too. */
  private static final Duration BETWEEN = Duration.ofMillis(100);

  private Pauses() {}

  /** Between two looks at a store that is open. */
  static void brief() {
    Uninterruptibles.sleepUninterruptibly(BRIEF);
  }

  /** Between two openings of a store. */
  static void between() {
    Uninterruptibles.sleepUninterruptibly(BETWEEN);
  }
}
