package dev.ipam.net;

import dev.ipam.error.InvalidValueException;
import java.math.BigInteger;
import java.util.Objects;
import java.util.function.Function;

/**
 * A CIDR block: a network address and a prefix length, without host bits.
 *
 * <p>Ordered by family, then network address, then prefix length, so that a block comes before
 * those inside it. Immutable, safe for use by any number of threads.
 *
 * @param network the first address of the block
 * @param prefixLength the number of leading bits that all addresses of the block share, 0 to 32 or
 *     128
 * @since 0.1
 */
public record Cidr(IpAddress network, int prefixLength) implements Comparable<Cidr> {
  /**
   * Creates a block.
   *
   * @param network the first address of the block
   * @param prefixLength the prefix length
   * @throws InvalidValueException code {@code InvalidPrefixLength}, if the family has no such
   *     prefix length; code {@code HostBitsSet}, if the address has bits beyond the prefix (the
   *     message offers the network; to cut them off, use {@link #containing})
   */
  public Cidr {
    Objects.requireNonNull(network, "network");
    checkPrefixLength(network.family(), prefixLength);
    int hostBits = network.family().bits() - prefixLength;
    if ((network.high() & UInt128.onesHigh(hostBits)) != 0
        || (network.low() & UInt128.onesLow(hostBits)) != 0) {
      throw Faults.hostBitsSet(containing(network, prefixLength), network);
    }
  }

  /**
   * Reads a block from its text: an address as {@link IpAddress#parse} takes it, a slash, and the
   * prefix length in decimal.
   *
   * @param text the text, such as {@code 192.0.2.0/24}
   * @return the block
   * @throws InvalidValueException code {@code MalformedCidr}, if the text is anything else; {@code
   *     InvalidPrefixLength} and {@code HostBitsSet} as the constructor
   */
  public static Cidr parse(String text) {
    Objects.requireNonNull(text, "text");
    Function<String, InvalidValueException> refusal = why -> Faults.malformedCidr(text, why);
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw refusal.apply("it has no prefix length, add one such as /24");
    }
    IpAddress network = AddressParser.parse(text.substring(0, slash), refusal);
    int prefixLength = parsePrefixLength(text, slash + 1, refusal);
    if (prefixLength > network.family().bits()) {
      throw Faults.prefixLength(text, network.family());
    }
    return new Cidr(network, prefixLength);
  }

  /**
   * Returns the block of a prefix length that an address lies in.
   *
   * @param address any address of the block
   * @param prefixLength the prefix length
   * @return the block
   * @throws InvalidValueException code {@code InvalidPrefixLength}, if the address's family has no
   *     such prefix length
   */
  public static Cidr containing(IpAddress address, int prefixLength) {
    checkPrefixLength(address.family(), prefixLength);
    int hostBits = address.family().bits() - prefixLength;
    long high = address.high() & ~UInt128.onesHigh(hostBits);
    long low = address.low() & ~UInt128.onesLow(hostBits);
    return new Cidr(new IpAddress(address.family(), high, low), prefixLength);
  }

  /**
   * Returns the family of the block's addresses.
   *
   * @return the family
   */
  public IpFamily family() {
    return network.family();
  }

  /**
   * Returns the first address of the block, which is {@link #network}.
   *
   * @return the lowest address
   */
  public IpAddress first() {
    return network;
  }

  /**
   * Returns the last address of the block.
   *
   * @return the highest address
   */
  public IpAddress last() {
    int hostBits = hostBits();
    return new IpAddress(
        network.family(),
        network.high() | UInt128.onesHigh(hostBits),
        network.low() | UInt128.onesLow(hostBits));
  }

  /**
   * Returns the block as a range.
   *
   * @return first to last
   */
  public AddressRange range() {
    return new AddressRange(first(), last());
  }

  /**
   * Returns the number of addresses in the block, network and broadcast address included.
   *
   * @return 1 to 2^128
   */
  public BigInteger size() {
    return BigInteger.ONE.shiftLeft(hostBits());
  }

  /**
   * Returns the number of addresses in the block, or {@link Long#MAX_VALUE} where it is larger than
   * that.
   *
   * @return 1 to 2^63-1
   */
  public long saturatedSize() {
    return hostBits() >= Long.SIZE - 1 ? Long.MAX_VALUE : 1L << hostBits();
  }

  /**
   * Returns whether an address lies in the block; never for one of the other family.
   *
   * @param address the address
   * @return whether it is first, last, or between
   */
  public boolean contains(IpAddress address) {
    int hostBits = hostBits();
    return address.family() == network.family()
        && ((address.high() ^ network.high()) & ~UInt128.onesHigh(hostBits)) == 0
        && ((address.low() ^ network.low()) & ~UInt128.onesLow(hostBits)) == 0;
  }

  /**
   * Returns whether another block lies wholly in this one; a block contains itself.
   *
   * @param other the other block
   * @return whether all its addresses are in this one
   */
  public boolean contains(Cidr other) {
    return other.prefixLength >= prefixLength && contains(other.network);
  }

  /**
   * Returns whether two blocks have an address in common, which means that one contains the other.
   *
   * @param other the other block
   * @return whether they overlap
   */
  public boolean overlaps(Cidr other) {
    return contains(other) || other.contains(this);
  }

  /** Orders by family, then network address, then prefix length. */
  @Override
  public int compareTo(Cidr other) {
    int order = network.compareTo(other.network);
    return order != 0 ? order : Integer.compare(prefixLength, other.prefixLength);
  }

  /** Returns the text that {@link #parse} reads: {@code 192.0.2.0/24}. */
  @Override
  public String toString() {
    return network + "/" + prefixLength;
  }

  private int hostBits() {
    return network.family().bits() - prefixLength;
  }

  private static void checkPrefixLength(IpFamily family, int prefixLength) {
    if (prefixLength < 0 || prefixLength > family.bits()) {
      throw Faults.prefixLength(family, prefixLength);
    }
  }

  private static int parsePrefixLength(
      String text, int start, Function<String, InvalidValueException> refusal) {
    int digits = text.length() - start;
    int value = 0;
    for (int i = start; i < text.length() && i < start + 4; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw refusal.apply("the prefix length must be a decimal number, such as /24");
      }
      value = value * 10 + c - '0';
    }
    if (digits == 0) {
      throw refusal.apply("the prefix length after '/' is missing");
    }
    if (digits > 1 && text.charAt(start) == '0') {
      throw refusal.apply("the prefix length has a leading zero, leave it out");
    }
    if (digits > 3) {
      throw refusal.apply("the prefix length has more than 3 digits");
    }
    return value;
  }
}
