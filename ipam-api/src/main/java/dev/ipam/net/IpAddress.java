package dev.ipam.net;

import java.math.BigInteger;
import java.util.Objects;

/**
 * An IP address: a family and its 32 or 128 bits.
 *
 * <p>The family is what was said: {@code ::ffff:192.0.2.1} is an IPv6 address and differs from
 * {@code 192.0.2.1}. Every address is like any other here, {@code 0.0.0.0} and {@code ::} included.
 * Immutable, safe for use by any number of threads.
 *
 * @param family the address family
 * @param high the upper 64 bits of an IPv6 address; 0 for IPv4
 * @param low the lower 64 bits of an IPv6 address; the 32 bits of an IPv4 address, above them zeros
 * @since 0.1
 */
public record IpAddress(IpFamily family, long high, long low) implements Comparable<IpAddress> {
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  /**
   * Creates an address.
   *
   * @param family the address family
   * @param high the upper 64 bits
   * @param low the lower 64 bits
   * @throws dev.ipam.error.InvalidValueException code {@code MalformedAddress}, if bits beyond
   *     those of the family are set
   */
  public IpAddress {
    Objects.requireNonNull(family, "family");
    if (family == IpFamily.IPV4 && (high != 0 || low >>> 32 != 0)) {
      throw Faults.bitsOutsideIpv4(high, low);
    }
  }

  /**
   * Reads an address from its text: dotted decimal for IPv4, any form of RFC 4291 section 2.2 for
   * IPv6.
   *
   * <p>Nothing is looked up and nothing is guessed: host names, zone ids, short forms such as
   * {@code 10.5}, octets with leading zeros, and spaces are refused.
   *
   * @param text the text of one address
   * @return the address
   * @throws dev.ipam.error.InvalidValueException code {@code MalformedAddress}, if the text is
   *     anything else; the message quotes it and says what is wrong
   */
  public static IpAddress parse(String text) {
    Objects.requireNonNull(text, "text");
    return AddressParser.parse(text, why -> Faults.malformedAddress(text, why));
  }

  /**
   * Returns the IPv4 address of 32 bits.
   *
   * @param bits the address as an unsigned number
   * @return the address
   */
  public static IpAddress ofIpv4(int bits) {
    return new IpAddress(IpFamily.IPV4, 0, Integer.toUnsignedLong(bits));
  }

  /**
   * Returns the IPv6 address of 128 bits.
   *
   * @param high the upper 64 bits
   * @param low the lower 64 bits
   * @return the address
   */
  public static IpAddress ofIpv6(long high, long low) {
    return new IpAddress(IpFamily.IPV6, high, low);
  }

  /**
   * Returns the address of bytes in network order; 16 bytes are IPv6, also where they are
   * IPv4-mapped.
   *
   * @param bytes 4 or 16 bytes
   * @return the address
   * @throws dev.ipam.error.InvalidValueException code {@code MalformedAddress}, if there are fewer
   *     or more bytes
   */
  public static IpAddress ofBytes(byte[] bytes) {
    return switch (bytes.length) {
      case IPV4_BYTES -> new IpAddress(IpFamily.IPV4, 0, bigEndian(bytes, 0, IPV4_BYTES));
      case IPV6_BYTES -> ofIpv6(bigEndian(bytes, 0, 8), bigEndian(bytes, 8, IPV6_BYTES));
      default -> throw Faults.addressBytes(bytes.length);
    };
  }

  /**
   * Returns the address of a number.
   *
   * @param family the family of the address
   * @param number the address as an unsigned number
   * @return the address
   * @throws dev.ipam.error.InvalidValueException code {@code MalformedAddress}, if the number is
   *     negative or has more bits than the family
   */
  public static IpAddress ofBigInteger(IpFamily family, BigInteger number) {
    Objects.requireNonNull(family, "family");
    if (number.signum() < 0 || number.bitLength() > family.bits()) {
      throw Faults.numberOutsideFamily(family, number);
    }
    return new IpAddress(family, number.shiftRight(64).longValue(), number.longValue());
  }

  /**
   * Returns the bytes of the address in network order.
   *
   * @return a new array of 4 or 16 bytes
   */
  public byte[] toBytes() {
    byte[] bytes = new byte[family == IpFamily.IPV4 ? IPV4_BYTES : IPV6_BYTES];
    for (int i = 0; i < bytes.length; i++) {
      int shift = 8 * (bytes.length - 1 - i);
      bytes[i] = (byte) (shift < 64 ? low >>> shift : high >>> (shift - 64));
    }
    return bytes;
  }

  /**
   * Returns the address as an unsigned number.
   *
   * @return 0 to 2^32-1 or 2^128-1
   */
  public BigInteger toBigInteger() {
    return UInt128.toBigInteger(high, low);
  }

  /**
   * Returns whether this is the first address of its family: {@code 0.0.0.0} or {@code ::}.
   *
   * @return whether no address of the family is lower
   */
  public boolean isLowest() {
    return high == 0 && low == 0;
  }

  /**
   * Returns whether this is the last address of its family.
   *
   * @return whether no address of the family is higher
   */
  public boolean isHighest() {
    return high == UInt128.onesHigh(family.bits()) && low == UInt128.onesLow(family.bits());
  }

  /**
   * Returns the address a number of places further up, or down for a negative number.
   *
   * @param count how many places
   * @return the address
   * @throws ArithmeticException if the family ends before
   */
  public IpAddress plus(long count) {
    long sumHigh = UInt128.sumHigh(high, low, count >> 63, count);
    long sumLow = low + count;
    int order = UInt128.compare(sumHigh, sumLow, high, low);
    if ((count < 0 ? order > 0 : order < 0) || isBeyondFamily(sumHigh, sumLow)) {
      throw new ArithmeticException(
          "%s plus %d is not an %s address".formatted(this, count, family));
    }
    return new IpAddress(family, sumHigh, sumLow);
  }

  /**
   * Returns the address an unsigned 128-bit number of places further up: the inverse of {@link
   * #offsetHigh} and {@link #offsetLow}.
   *
   * @param offsetHigh the upper 64 bits of how many places
   * @param offsetLow the lower 64 bits of how many places
   * @return the address
   * @throws ArithmeticException if the family ends before
   */
  public IpAddress plus(long offsetHigh, long offsetLow) {
    long sumHigh = UInt128.sumHigh(high, low, offsetHigh, offsetLow);
    long sumLow = low + offsetLow;
    if (UInt128.compare(sumHigh, sumLow, high, low) < 0 || isBeyondFamily(sumHigh, sumLow)) {
      throw new ArithmeticException(
          "%s plus %s is not an %s address"
              .formatted(this, UInt128.toBigInteger(offsetHigh, offsetLow), family));
    }
    return new IpAddress(family, sumHigh, sumLow);
  }

  /**
   * Returns the upper 64 bits of how far this address lies above another one; 0 wherever the
   * distance is below 2^64.
   *
   * <p>With {@link #offsetLow} this is the place of an address in a subnet or pool without
   * allocating anything. Neither half checks its argument: for a base of the other family or above
   * this address, the distance is one modulo 2^128.
   *
   * @param base where to count from: an address of the same family, not above this one
   * @return the upper half of the unsigned distance
   */
  public long offsetHigh(IpAddress base) {
    return UInt128.differenceHigh(high, low, base.high, base.low);
  }

  /**
   * Returns the lower 64 bits of how far this address lies above another one, as {@link
   * #offsetHigh} does for the upper ones.
   *
   * @param base where to count from: an address of the same family, not above this one
   * @return the lower half of the unsigned distance
   */
  public long offsetLow(IpAddress base) {
    return low - base.low;
  }

  /** Orders IPv4 before IPv6, then by the unsigned number. */
  @Override
  public int compareTo(IpAddress other) {
    if (family != other.family) {
      return family.compareTo(other.family);
    }
    return UInt128.compare(high, low, other.high, other.low);
  }

  /**
   * Returns dotted decimal for IPv4, and for IPv6 the canonical text of RFC 5952, IPv4-mapped
   * addresses in mixed notation.
   */
  @Override
  public String toString() {
    return AddressFormatter.format(this);
  }

  private boolean isBeyondFamily(long sumHigh, long sumLow) {
    return family == IpFamily.IPV4 && (sumHigh != 0 || sumLow >>> 32 != 0);
  }

  private static long bigEndian(byte[] bytes, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = (value << 8) | (bytes[i] & 0xff);
    }
    return value;
  }
}
