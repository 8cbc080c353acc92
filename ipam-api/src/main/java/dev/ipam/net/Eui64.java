package dev.ipam.net;

/**
 * Addresses that follow from a subnet's prefix and a MAC address, as stateless address
 * autoconfiguration forms them.
 *
 * @since 0.1
 */
public final class Eui64 {
  private static final int LONGEST_PREFIX = 64;

  private Eui64() {}

  /**
   * Returns the address whose interface identifier is the modified EUI-64 of a MAC address (RFC
   * 4291 appendix A).
   *
   * @param prefix an IPv6 subnet of prefix length 64 or shorter; the bits between a shorter prefix
   *     and the identifier stay 0
   * @param mac the MAC address
   * @return the address, which lies in the prefix
   * @throws dev.ipam.error.AddressCalculationFailedException if the subnet is IPv4 or its prefix is
   *     longer
   */
  public static IpAddress derive(Cidr prefix, MacAddress mac) {
    if (prefix.family() != IpFamily.IPV6) {
      throw Faults.derivation(prefix, mac, "it is IPv4, use an IPv6 subnet of /64 or shorter");
    }
    if (prefix.prefixLength() > LONGEST_PREFIX) {
      throw Faults.derivation(
          prefix, mac, "the identifier has 64 bits, use a prefix of /64 or shorter");
    }
    return IpAddress.ofIpv6(prefix.network().high(), mac.toInterfaceIdentifier());
  }
}
