package dev.ipam.spi;

import dev.ipam.error.ConfigurationException;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a driver is opened with.
 *
 * @param settings the values of the driver's settings, defaults included, by key
 * @param createIfMissing whether a store that is missing may be created
 * @param clock where a driver with {@link Capability#CLOCK} takes its time from
 * @param random where {@link dev.ipam.request.AllocationPolicy#RANDOM} takes its randomness from;
 *     used by one thread at a time
 * @param rehearsing whether the driver's operations are a rehearsal: they take effect while the
 *     store is {@link AuthorityState.Shadow}, and only then
 * @ipam.rule 7.28
 * @since 0.1
 */
public record DriverContext(
    Map<String, String> settings,
    boolean createIfMissing,
    Clock clock,
    RandomGenerator random,
    boolean rehearsing) {
  /**
   * Copies the settings.
   *
   * @param settings the values of the driver's settings, defaults included, by key
   * @param createIfMissing whether a store that is missing may be created
   * @param clock where a driver with {@link Capability#CLOCK} takes its time from
   * @param random where {@link dev.ipam.request.AllocationPolicy#RANDOM} takes its randomness from;
   *     used by one thread at a time
   * @param rehearsing whether the driver's operations are a rehearsal
   */
  public DriverContext {
    settings = Map.copyOf(settings);
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(random, "random");
  }

  /**
   * Makes the context of a driver that serves.
   *
   * @param settings the values of the driver's settings, defaults included, by key
   * @param createIfMissing whether a store that is missing may be created
   * @param clock where a driver with {@link Capability#CLOCK} takes its time from
   * @param random where {@link dev.ipam.request.AllocationPolicy#RANDOM} takes its randomness from
   */
  public DriverContext(
      Map<String, String> settings, boolean createIfMissing, Clock clock, RandomGenerator random) {
    this(settings, createIfMissing, clock, random, false);
  }

  /**
   * Returns the same with other settings, for a provider that opens another one's driver.
   *
   * @param others the values of that driver's settings, by key
   * @return the context
   */
  public DriverContext withSettings(Map<String, String> others) {
    return new DriverContext(others, createIfMissing, clock, random, rehearsing);
  }

  /**
   * Returns the value of a setting.
   *
   * @param key the whole key
   * @return the value, or nothing where it is not set and has no default
   */
  public Optional<String> setting(String key) {
    return Optional.ofNullable(settings.get(key));
  }

  /**
   * Returns the value of a setting that must be there.
   *
   * @param key the whole key
   * @return the value
   * @throws ConfigurationException if it is not set
   */
  public String required(String key) {
    return setting(key)
        .orElseThrow(() -> new ConfigurationException(key, "it is not set; give it a value"));
  }

  /** Leaves out the values, which may be secret. */
  @Override
  public String toString() {
    return "DriverContext[settings="
        + settings.keySet()
        + ", createIfMissing="
        + createIfMissing
        + "]";
  }
}
