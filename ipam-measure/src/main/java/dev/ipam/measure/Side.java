package dev.ipam.measure;

/**
 * One of the two things that are compared.
 *
 * @param label what it is, in a few words
 * @param callers how many threads take turns at once
 * @param turn what each of them does
 * @param processorTime whether the time that counts is what the processor spent on the one caller,
 *     and not what passed: for what waits for nothing, on a machine that does something else too
 */
public record Side(String label, int callers, Turn turn, boolean processorTime) {
  /**
   * Checks the number of callers.
   *
   * @throws IllegalArgumentException if there is no caller, or processor time is to be counted for
   *     several
   */
  public Side {
    if (callers < 1 || (processorTime && callers > 1)) {
      throw new IllegalArgumentException(
          "It cannot be measured with " + callers + " callers: " + label);
    }
  }

  /** Makes a side that is measured by the time that passes. */
  public Side(String label, int callers, Turn turn) {
    this(label, callers, turn, false);
  }

  /** Makes a side of one caller that is measured by the processor's time. */
  public static Side processing(String label, Turn turn) {
    return new Side(label, 1, turn, true);
  }
}
