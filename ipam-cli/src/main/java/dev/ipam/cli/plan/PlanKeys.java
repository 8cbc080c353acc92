package dev.ipam.cli.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The idempotency keys of a plan's addresses. */
final class PlanKeys {
  private static final int LONGEST = 255;

  private PlanKeys() {}

  /** Different for different arguments, and the same in every run. */
  static String key(String subnetId, String owner, int number) {
    String key = "plan/" + escaped(subnetId) + "/" + escaped(owner) + "/" + number;
    return key.length() <= LONGEST ? key : "plan//" + digest(key);
  }

  private static String escaped(String part) {
    return part.replace("%", "%25").replace("/", "%2F");
  }

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
