package dev.ipam.spi;

import org.jspecify.annotations.Nullable;

/**
 * A configuration key that a driver reads.
 *
 * @param key the whole key, for example {@code ipam.builtin.path}
 * @param environment the environment variable that may give it, or {@code null} for none
 * @param defaultValue the value when it is not set, or {@code null} for none
 * @param secret whether its value is never printed
 * @param description one sentence: what it does, its unit and its values
 * @since 0.1
 */
public record Setting(
    String key,
    @Nullable String environment,
    @Nullable String defaultValue,
    boolean secret,
    String description) {
  /**
   * Makes a setting that is no secret and has no environment variable.
   *
   * @param key the whole key
   * @param defaultValue the value when it is not set, or {@code null} for none
   * @param description one sentence
   * @return the setting
   */
  public static Setting of(String key, @Nullable String defaultValue, String description) {
    return new Setting(key, null, defaultValue, false, description);
  }
}
