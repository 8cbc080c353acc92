package dev.ipam.conformance;

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

  private KitProperties() {}
}
