package dev.ipam.conformance.report;

import java.util.Locale;

/**
 * What became of a rule or a check.
 *
 * @since 0.1
 */
public enum Status {
  /** It holds. */
  PASSED,
  /** It is broken; the messages say how. */
  FAILED,
  /** The driver lacks the capability that the reason names, and refuses what needs it. */
  NOT_APPLICABLE,
  /** It is broken, and the vendor declared so, for the reason given. */
  KNOWN_GAP,
  /** The kit has no means to find out, for the reason given. */
  NOT_PROVEN,
  /** It does not bind the driver, or is checked by reading; the reason says which. */
  ELSEWHERE;

  /**
   * Tells whether it fails the run.
   *
   * @return whether it is {@link #FAILED}
   */
  public boolean fails() {
    return this == FAILED;
  }

  /**
   * Returns the name as people read it.
   *
   * @return for example {@code not applicable}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
