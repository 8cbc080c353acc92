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
 * @since 0.1
 */
public record DriverContext(
    Map<String, String> settings, boolean createIfMissing, Clock clock, RandomGenerator random) {
  /**
   * Copies the settings.
   *
   * @param settings the values of the driver's settings, defaults included, by key
   * @param createIfMissing whether a store that is missing may be created
   * @param clock where a driver with {@link Capability#CLOCK} takes its time from
   * @param random where {@link dev.ipam.request.AllocationPolicy#RANDOM} takes its randomness from;
   *     used by one thread at a time
   */
  public DriverContext {
    settings = Map.copyOf(settings);
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(random, "random");
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
