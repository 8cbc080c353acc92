package dev.ipam.measure;

/**
 * What was done in a stretch of time.
 *
 * @param operations how many operations
 * @param nanos how long they took together, in nanoseconds
 */
public record Slice(long operations, long nanos) {
  /**
   * Returns the operations a second.
   *
   * @return the rate
   */
  public double rate() {
    return operations * 1e9 / nanos;
  }

  /**
   * Returns the time of one operation.
   *
   * @return the time in nanoseconds
   */
  public double nanosEach() {
    return nanos / (double) operations;
  }
}
