package dev.ipam.net;

import dev.ipam.error.AddressCalculationFailedException;
import dev.ipam.error.InvalidValueException;
import java.math.BigInteger;

/**
 * The refusals of this package: one method per cause, so that wording and codes stand side by side.
 */
final class Faults {
  /** Longer texts are cut in messages: an input may be megabytes of rubbish. */
  private static final int QUOTED = 60;

  private Faults() {}

  static InvalidValueException malformedAddress(String text, String why) {
    return fault("MalformedAddress", quote(text) + " is not an IP address: " + why, text);
  }

  static InvalidValueException malformedCidr(String text, String why) {
    return fault("MalformedCidr", quote(text) + " is not a CIDR: " + why, text);
  }

  static InvalidValueException malformedRange(String text, String why) {
    return fault("MalformedRange", quote(text) + " is not an address range: " + why, text);
  }

  static InvalidValueException malformedMac(String text, String why) {
    return fault("MalformedMac", quote(text) + " is not a MAC address: " + why, text);
  }

  static InvalidValueException bitsOutsideIpv4(long high, long low) {
    String bits = "0x%016x%016x".formatted(high, low);
    return fault(
        "MalformedAddress",
        bits + " is not an IPv4 address: only the low 32 bits may be set",
        bits);
  }

  static InvalidValueException addressBytes(int length) {
    return fault(
        "MalformedAddress",
        length + " bytes are not an IP address: IPv4 has 4 and IPv6 has 16",
        length + " bytes");
  }

  static InvalidValueException numberOutsideFamily(IpFamily family, BigInteger number) {
    // The decimal text of a huge number costs far more than its bits.
    String text =
        number.bitLength() > 256 ? "a number of " + number.bitLength() + " bits" : "" + number;
    return fault(
        "MalformedAddress",
        "%s is not an %s address: the number must be from 0 to 2^%d-1"
            .formatted(text, family, family.bits()),
        text);
  }

  static InvalidValueException unknownVersion(int version) {
    return fault(
        "FamilyMismatch", "there is no IP version " + version + ": use 4 or 6", "" + version);
  }

  static InvalidValueException hostBitsSet(Cidr network, IpAddress given) {
    String text = given + "/" + network.prefixLength();
    return fault(
        "HostBitsSet", "CIDR " + text + " has host bits set: the network is " + network, text);
  }

  static InvalidValueException prefixLength(IpFamily family, int prefixLength) {
    return fault(
        "InvalidPrefixLength",
        "prefix length %d does not exist in %s: use 0 to %d"
            .formatted(prefixLength, family, family.bits()),
        "/" + prefixLength);
  }

  static InvalidValueException prefixLength(String cidr, IpFamily family) {
    return fault(
        "InvalidPrefixLength",
        "%s has a prefix length that does not exist in %s: use 0 to %d"
            .formatted(quote(cidr), family, family.bits()),
        cidr);
  }

  static InvalidValueException mixedRange(IpAddress first, IpAddress last) {
    String text = first + "-" + last;
    return fault(
        "FamilyMismatch",
        "range %s starts in %s and ends in %s: both ends must be of one family"
            .formatted(text, first.family(), last.family()),
        text);
  }

  static InvalidValueException reversedRange(IpAddress first, IpAddress last) {
    String text = first + "-" + last;
    return fault(
        "MalformedRange",
        "range %s ends before it starts: write %s-%s".formatted(text, last, first),
        text);
  }

  static InvalidValueException macBits(long value, int bits) {
    String text = "0x" + Long.toHexString(value);
    String message =
        bits == MacAddress.EUI_48
            ? text + " is not a 48-bit MAC address: only the low 48 bits may be set"
            : "a MAC address of " + bits + " bits does not exist: use 48 or 64";
    return fault("MalformedMac", message, text);
  }

  static AddressCalculationFailedException derivation(Cidr prefix, MacAddress mac, String why) {
    return new AddressCalculationFailedException(prefix.toString(), mac.toString(), why);
  }

  static InvalidValueException tooManyPools(Cidr subnet, int count, int most) {
    return fault(
        "InvalidPool",
        "subnet %s cannot have %d allocation pools: the most is %d, so merge some"
            .formatted(subnet, count, most),
        count + " pools");
  }

  static InvalidValueException poolOfOtherFamily(Cidr subnet, AddressRange pool) {
    return fault(
        "FamilyMismatch",
        "pool %s is %s but subnet %s is %s: give pools of the subnet's family"
            .formatted(pool, pool.family(), subnet, subnet.family()),
        pool.toString());
  }

  static InvalidValueException poolOutside(Cidr subnet, AddressRange pool, AddressRange usable) {
    return fault(
        "PoolOutsideSubnet",
        "pool %s is not within subnet %s: its pools may hold %s".formatted(pool, subnet, usable),
        pool.toString());
  }

  static InvalidValueException poolOnReserved(
      Cidr subnet, AddressRange pool, String role, IpAddress reserved, AddressRange usable) {
    return fault(
        "PoolOutsideSubnet",
        "pool %s contains %s, the %s address of subnet %s: its pools may hold %s"
            .formatted(pool, reserved, role, subnet, usable),
        pool.toString());
  }

  static InvalidValueException overlappingPools(AddressRange lower, AddressRange upper) {
    return fault(
        "OverlappingPools",
        "pools %s and %s overlap: an address may be in one pool only".formatted(lower, upper),
        upper.toString());
  }

  static InvalidValueException gatewayInPool(AddressRange pool, IpAddress gateway) {
    return fault(
        "GatewayInPool",
        "pool %s contains the gateway %s: leave the gateway out of the pools"
            .formatted(pool, gateway),
        pool.toString());
  }

  static InvalidValueException gatewayOfOtherFamily(Cidr subnet, IpAddress gateway) {
    return fault(
        "FamilyMismatch",
        "gateway %s is %s but subnet %s is %s: give a gateway of the subnet's family"
            .formatted(gateway, gateway.family(), subnet, subnet.family()),
        gateway.toString());
  }

  static InvalidValueException gatewayNotUsable(
      Cidr subnet, IpAddress gateway, String role, AddressRange usable) {
    return fault(
        "GatewayNotUsable",
        "gateway %s is the %s address of subnet %s: use one of %s, or one outside the subnet"
            .formatted(gateway, role, subnet, usable),
        gateway.toString());
  }

  /** Quotes a text for a message, on one line and cut where it is long. */
  static String quote(String text) {
    return '"' + shorten(text) + '"';
  }

  private static String shorten(String text) {
    StringBuilder shown = new StringBuilder(QUOTED + 1);
    for (int i = 0; i < text.length(); i++) {
      if (i == QUOTED) {
        return shown.append('…').toString();
      }
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
    }
    return shown.toString();
  }

  private static InvalidValueException fault(String code, String message, String input) {
    String sentence = Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
    return new InvalidValueException(code, sentence, shorten(input));
  }
}
