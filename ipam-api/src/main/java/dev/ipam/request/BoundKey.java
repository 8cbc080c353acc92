package dev.ipam.request;

import java.util.regex.Pattern;

/**
 * An idempotency key and what it is bound to.
 *
 * @param key the key
 * @param fingerprint the fingerprint of the request, 32 lower-case hexadecimal digits
 * @see RequestFingerprint
 * @since 0.1
 */
public record BoundKey(String key, String fingerprint) {
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{32}");

  /**
   * Checks both.
   *
   * @param key the key
   * @param fingerprint the fingerprint of the request, 32 lower-case hexadecimal digits
   */
  public BoundKey {
    Checks.id("idempotency key", key);
    if (!FINGERPRINT.matcher(fingerprint).matches()) {
      throw new IllegalArgumentException("fingerprint \"" + fingerprint + "\"");
    }
  }
}
