package dev.ipam.net;

import dev.ipam.error.InvalidValueException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A range of addresses of one family, from a first to a last one, both included.
 *
 * <p>Ordered by first, then last address. Immutable, safe for use by any number of threads.
 *
 * @param first the lowest address
 * @param last the highest address, not below the first
 * @since 0.1
 */
public record AddressRange(IpAddress first, IpAddress last) implements Comparable<AddressRange> {
  /**
   * Creates a range.
   *
   * @param first the lowest address
   * @param last the highest address
   * @throws InvalidValueException code {@code FamilyMismatch}, if the ends are of two families;
   *     code {@code MalformedRange}, if the last address is below the first
   */
  public AddressRange {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(last, "last");
    if (first.family() != last.family()) {
      throw Faults.mixedRange(first, last);
    }
    if (first.compareTo(last) > 0) {
      throw Faults.reversedRange(first, last);
    }
  }

  /**
   * Reads a range from its text: two addresses as {@link IpAddress#parse} takes them, joined by a
   * dash without spaces.
   *
   * @param text the text, such as {@code 192.0.2.10-192.0.2.99}
   * @return the range
   * @throws InvalidValueException code {@code MalformedRange}, if the text is anything else, a CIDR
   *     included, or ends before it starts; code {@code FamilyMismatch}, if the ends are of two
   *     families
   */
  public static AddressRange parse(String text) {
    Objects.requireNonNull(text, "text");
    Function<String, InvalidValueException> refusal = why -> Faults.malformedRange(text, why);
    int dash = text.indexOf('-');
    if (dash < 0) {
      throw refusal.apply(
          text.indexOf('/') >= 0
              ? "it looks like a CIDR, write the first and the last address joined by '-'"
              : "write the first and the last address joined by '-', also where they are the same");
    }
    IpAddress first = AddressParser.parse(text.substring(0, dash), refusal);
    IpAddress last = AddressParser.parse(text.substring(dash + 1), refusal);
    return new AddressRange(first, last);
  }

  /**
   * Returns the family of the range's addresses.
   *
   * @return the family
   */
  public IpFamily family() {
    return first.family();
  }

  /**
   * Returns the number of addresses in the range.
   *
   * @return 1 to 2^128
   */
  public BigInteger size() {
    return UInt128.toBigInteger(last.offsetHigh(first), last.offsetLow(first)).add(BigInteger.ONE);
  }

  /**
   * Returns the number of addresses in the range, or {@link Long#MAX_VALUE} where it is larger than
   * that.
   *
   * @return 1 to 2^63-1
   */
  public long saturatedSize() {
    long low = last.offsetLow(first);
    boolean fits = last.offsetHigh(first) == 0 && low >= 0 && low != Long.MAX_VALUE;
    return fits ? low + 1 : Long.MAX_VALUE;
  }

  /**
   * Returns whether an address lies in the range; never for one of the other family.
   *
   * @param address the address
   * @return whether it is first, last, or between
   */
  public boolean contains(IpAddress address) {
    return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
  }

  /**
   * Returns whether another range lies wholly in this one; a range contains itself.
   *
   * @param other the other range
   * @return whether all its addresses are in this one
   */
  public boolean contains(AddressRange other) {
    return first.compareTo(other.first) <= 0 && other.last.compareTo(last) <= 0;
  }

  /**
   * Returns whether two ranges have an address in common.
   *
   * @param other the other range
   * @return whether they overlap
   */
  public boolean overlaps(AddressRange other) {
    return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
  }

  /**
   * Returns whether one of two ranges ends right before the other one starts, so that together they
   * are one range.
   *
   * @param other the other range
   * @return whether they touch without overlapping
   */
  public boolean adjoins(AddressRange other) {
    return isRightBefore(other) || other.isRightBefore(this);
  }

  /**
   * Returns the fewest CIDR blocks that hold exactly the range's addresses.
   *
   * @return an unmodifiable list in ascending order, of at most 62 blocks for IPv4 and 254 for IPv6
   */
  public List<Cidr> toCidrs() {
    List<Cidr> blocks = new ArrayList<>();
    IpAddress next = first;
    while (true) {
      Cidr block = largestBlockAt(next);
      blocks.add(block);
      IpAddress end = block.last();
      if (end.equals(last)) {
        return Collections.unmodifiableList(blocks);
      }
      next = end.plus(1);
    }
  }

  /** Orders by first, then last address; IPv4 before IPv6. */
  @Override
  public int compareTo(AddressRange other) {
    int order = first.compareTo(other.first);
    return order != 0 ? order : last.compareTo(other.last);
  }

  /** Returns the text that {@link #parse} reads: {@code 192.0.2.10-192.0.2.99}. */
  @Override
  public String toString() {
    return first + "-" + last;
  }

  private boolean isRightBefore(AddressRange other) {
    return family() == other.family() && !last.isHighest() && last.plus(1).equals(other.first);
  }

  /** The largest block that starts at an address of the range and stays within it. */
  private Cidr largestBlockAt(IpAddress start) {
    int bits = family().bits();
    int aligned = Math.min(bits, UInt128.numberOfTrailingZeros(start.high(), start.low()));
    long high = last.offsetHigh(start);
    long low = last.offsetLow(start);
    // The block may have 2^n addresses where 2^n - 1 is at most the distance to the end.
    int fitting = UInt128.bitLength(high, low);
    if (high != UInt128.onesHigh(fitting) || low != UInt128.onesLow(fitting)) {
      fitting--;
    }
    return new Cidr(start, bits - Math.min(aligned, fitting));
  }
}
