package dev.ipam.reference.db;

import java.util.concurrent.locks.LockSupport;

/**
 * A pause before something is tried again. {@code Thread.sleep}, and so Guava's {@code
 * sleepUninterruptibly}, is in whole milliseconds on Java 17, where most pauses are shorter.
 */
public final class Pause {
  private Pause() {}

  /**
   * Lets so many nanoseconds pass, also in a thread that is interrupted: it would try again without
   * any pause otherwise. The interrupt stays set.
   */
  public static void nanos(long nanos) {
    long end = System.nanoTime() + nanos;
    boolean interrupted = false;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
