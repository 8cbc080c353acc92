package dev.ipam.snapshot;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An idempotency key and what it is bound to.
 *
 * @param key the key
 * @param fingerprint the fingerprint of the request, 32 lower-case hexadecimal digits
 * @see dev.ipam.request.RequestFingerprint
 * @since 0.1
 */
public record BoundKey(String key, String fingerprint) {
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{32}");

  /**
   * Checks the fingerprint.
   *
   * @param key the key
   * @param fingerprint the fingerprint of the request, 32 lower-case hexadecimal digits
   */
  public BoundKey {
    Objects.requireNonNull(key, "key");
    if (!FINGERPRINT.matcher(fingerprint).matches()) {
      throw new IllegalArgumentException("fingerprint \"" + fingerprint + "\"");
    }
  }
}
