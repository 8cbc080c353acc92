package dev.ipam.conformance;

import java.time.Duration;
import java.util.Locale;

/**
 * How much the kit does.
 *
 * @since 0.1
 */
public enum Effort {
  /** What a vendor runs at every build: under a minute for a driver on two cores. */
  DEFAULT(Duration.ofSeconds(50)),
  /** What a vendor runs before a release: more steps, threads, kills and seeds. */
  LONG(Duration.ofMinutes(15));

  /** The system property that chooses it: {@code long}; anything else is refused. */
  public static final String PROPERTY = "ipam.conformance.effort";

  private final Duration budget;

  Effort(Duration budget) {
    this.budget = budget;
  }

  /**
   * Returns about how long a run may take; checks that can go on for ever take their share of it.
   *
   * @return the time
   */
  public Duration budget() {
    return budget;
  }

  /**
   * Reads the system property {@link #PROPERTY}.
   *
   * @return the effort, {@link #DEFAULT} where it is not set
   * @throws IllegalArgumentException if it is neither {@code default} nor {@code long}
   */
  public static Effort ofProperty() {
    return named(System.getProperty(PROPERTY, DEFAULT.label()));
  }

  /**
   * Returns an effort by its name.
   *
   * @param text {@code default} or {@code long}
   * @return the effort
   * @throws IllegalArgumentException if it is neither
   */
  public static Effort named(String text) {
    for (Effort effort : values()) {
      if (effort.label().equals(text)) {
        return effort;
      }
    }
    throw new IllegalArgumentException(
        "the effort \"" + text + "\" is unknown; say \"default\" or \"long\"");
  }

  /**
   * Returns the name in lower case, as the property and reports show it.
   *
   * @return the name
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
