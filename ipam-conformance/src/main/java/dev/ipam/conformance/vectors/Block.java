package dev.ipam.conformance.vectors;

import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import java.math.BigInteger;

/** A CIDR as numbers, so that what the kit expects does not come from the code under test. */
record Block(IpFamily family, int length, BigInteger first, BigInteger last) {
  /** The block of a CIDR's text, host bits left aside. */
  static Block of(String cidr) {
    int slash = cidr.indexOf('/');
    IpAddress address = IpAddress.parse(cidr.substring(0, slash));
    int length = Integer.parseInt(cidr.substring(slash + 1));
    int hostBits = address.family().bits() - length;
    BigInteger first = address.toBigInteger().shiftRight(hostBits).shiftLeft(hostBits);
    BigInteger size = BigInteger.ONE.shiftLeft(hostBits);
    return new Block(address.family(), length, first, first.add(size).subtract(BigInteger.ONE));
  }

  boolean contains(IpAddress address) {
    return address.family() == family
        && address.toBigInteger().compareTo(first) >= 0
        && address.toBigInteger().compareTo(last) <= 0;
  }

  boolean isFirst(IpAddress address) {
    return address.family() == family && address.toBigInteger().equals(first);
  }

  boolean isLast(IpAddress address) {
    return address.family() == family && address.toBigInteger().equals(last);
  }

  boolean isNetworkOrBroadcast(IpAddress address) {
    return family == IpFamily.IPV4 && length <= 30 && (isFirst(address) || isLast(address));
  }

  /** Whether a pool may not hold an address of the block. */
  boolean isReserved(IpAddress address) {
    return isNetworkOrBroadcast(address)
        || (family == IpFamily.IPV6 && length < IpFamily.IPV6.bits() && isFirst(address));
  }

  /** Whether it is a /31 or /32. */
  boolean isSmallIpv4() {
    return family == IpFamily.IPV4 && length > 30;
  }

  /** The text of the block without host bits. */
  String cidr() {
    return IpAddress.ofBigInteger(family, first) + "/" + length;
  }
}
