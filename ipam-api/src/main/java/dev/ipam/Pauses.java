package dev.ipam;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waiting for another process, which tells nobody when it is done. */
final class Pauses {
  private static final long BRIEF_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Pauses() {}

  static void brief() {
    LockSupport.parkNanos(BRIEF_NANOS);
  }
}
