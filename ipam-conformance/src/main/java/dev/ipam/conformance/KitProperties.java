package dev.ipam.conformance;

import java.time.Duration;

/**
 * The system properties that say what a run does, besides {@link Effort#PROPERTY}.
 *
 * @since 0.1
 */
public final class KitProperties {
  /** Where all randomness starts from: a whole number. */
  public static final String SEED = "ipam.conformance.seed";

  /** How many tests of rules run at a time: 4 if it is not set. */
  public static final String THREADS = "ipam.conformance.threads";

  /** Which rules and checks to run, such as {@code 2.35,3.*,model}. */
  public static final String RULES = "ipam.conformance.rules";

  /**
   * How many seconds a test of a rule may take: 60 if it is not set. What a driver cannot answer in
   * that time is taken as a hang. Checks wait longer, the more the greater it is.
   */
  public static final String PATIENCE = "ipam.conformance.patience-seconds";

  private static final int DEFAULT_PATIENCE = 60;
  private static final int MOST_PATIENCE = 86_400;

  private KitProperties() {}

  /**
   * Reads the system property {@link #PATIENCE}.
   *
   * @return the time
   * @throws IllegalArgumentException if it is not a whole number of seconds from 1 to a day
   */
  public static Duration patience() {
    String text = System.getProperty(PATIENCE, "" + DEFAULT_PATIENCE);
    int seconds;
    try {
      seconds = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      seconds = 0;
    }
    if (seconds < 1 || seconds > MOST_PATIENCE) {
      throw new IllegalArgumentException(
          PATIENCE
              + " is \""
              + text
              + "\"; say a whole number of seconds from 1 to "
              + MOST_PATIENCE);
    }
    return Duration.ofSeconds(seconds);
  }
}
