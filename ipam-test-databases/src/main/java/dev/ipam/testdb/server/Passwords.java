package dev.ipam.testdb.server;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords of servers: other accounts of this machine reach the loopback interface too. */
final class Passwords {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;

  private Passwords() {}

  /** A new one, of letters and digits only. */
  static String next() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
