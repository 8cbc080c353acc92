package dev.ipam.net;

/**
 * An address family: IPv4 or IPv6.
 *
 * @since 0.1
 */
public enum IpFamily {
  /** Version 4: 32 bits. */
  IPV4(32),

  /** Version 6: 128 bits. */
  IPV6(128);

  private final int bits;

  IpFamily(int bits) {
    this.bits = bits;
  }

  /**
   * Returns the length of an address, which is also the longest prefix length.
   *
   * @return 32 or 128
   */
  public int bits() {
    return bits;
  }

  /**
   * Returns the IP version number.
   *
   * @return 4 or 6
   */
  public int version() {
    return this == IPV4 ? 4 : 6;
  }

  /**
   * Returns the family of an IP version number.
   *
   * @param version 4 or 6
   * @return the family
   * @throws dev.ipam.error.InvalidValueException code {@code FamilyMismatch}, if there is no such
   *     version
   */
  public static IpFamily ofVersion(int version) {
    return switch (version) {
      case 4 -> IPV4;
      case 6 -> IPV6;
      default -> throw Faults.unknownVersion(version);
    };
  }

  /** Returns the family as people write it: {@code IPv4} or {@code IPv6}. */
  @Override
  public String toString() {
    return this == IPV4 ? "IPv4" : "IPv6";
  }
}
