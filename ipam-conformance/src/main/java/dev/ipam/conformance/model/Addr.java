package dev.ipam.conformance.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An address of the model: a number of 32 or 128 bits.
 *
 * @param bits 32 for IPv4, 128 for IPv6
 * @param number the address as an unsigned number
 * @since 0.1
 */
public record Addr(int bits, BigInteger number) implements Comparable<Addr> {
  /** The number of bits of an IPv4 address. */
  public static final int V4 = 32;

  /** The number of bits of an IPv6 address. */
  public static final int V6 = 128;

  private static final BigInteger GROUP = BigInteger.valueOf(0xffff);
  private static final BigInteger MAPPED = BigInteger.valueOf(0xffff);

  /**
   * Reads an address.
   *
   * @param text the address in any form that {@link #toString} may print
   * @return the address
   */
  public static Addr parse(String text) {
    if (text.indexOf(':') < 0) {
      return new Addr(V4, dotted(text));
    }
    int gap = text.indexOf("::");
    if (gap < 0) {
      return new Addr(V6, joined(groups(text)));
    }
    List<Integer> all = new ArrayList<>(groups(text.substring(0, gap)));
    List<Integer> tail = groups(text.substring(gap + 2));
    while (all.size() + tail.size() < 8) {
      all.add(0);
    }
    all.addAll(tail);
    return new Addr(V6, joined(all));
  }

  /**
   * Returns the address that lies so many places behind this one.
   *
   * @param count the distance, negative for before
   * @return the address; its number may be none of the family's
   */
  public Addr plus(long count) {
    return plus(BigInteger.valueOf(count));
  }

  /**
   * Returns the address that lies so many places behind this one.
   *
   * @param count the distance, negative for before
   * @return the address; its number may be none of the family's
   */
  public Addr plus(BigInteger count) {
    return new Addr(bits, number.add(count));
  }

  /**
   * Returns whether the number is one of the family's.
   *
   * @return whether such an address exists
   */
  public boolean exists() {
    return number.signum() >= 0 && number.bitLength() <= bits;
  }

  @Override
  public int compareTo(Addr other) {
    return bits != other.bits ? Integer.compare(bits, other.bits) : number.compareTo(other.number);
  }

  /** Prints the address as RFC 5952 says. */
  @Override
  public String toString() {
    if (bits == V4) {
      return dotted(number.longValue());
    }
    if (number.shiftRight(V4).equals(MAPPED)) {
      return "::ffff:" + dotted(number.longValue() & 0xffff_ffffL);
    }
    int[] group = new int[8];
    for (int i = 0; i < 8; i++) {
      group[i] = number.shiftRight(16 * (7 - i)).and(GROUP).intValue();
    }
    int start = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int zeros = 0;
      while (i + zeros < 8 && group[i + zeros] == 0) {
        zeros++;
      }
      if (zeros > length) {
        start = i;
        length = zeros;
      }
    }
    return start < 0
        ? hex(group, 0, 8)
        : hex(group, 0, start) + "::" + hex(group, start + length, 8);
  }

  private static String hex(int[] group, int from, int to) {
    List<String> parts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      parts.add(Integer.toHexString(group[i]));
    }
    return String.join(":", parts).toLowerCase(Locale.ROOT);
  }

  private static String dotted(long value) {
    return (value >> 24)
        + "."
        + (value >> 16 & 255)
        + "."
        + (value >> 8 & 255)
        + "."
        + (value & 255);
  }

  private static BigInteger dotted(String text) {
    BigInteger value = BigInteger.ZERO;
    for (String octet : text.split("\\.", -1)) {
      value = value.shiftLeft(8).add(new BigInteger(octet));
    }
    return value;
  }

  private static List<Integer> groups(String text) {
    List<Integer> groups = new ArrayList<>();
    if (text.isEmpty()) {
      return groups;
    }
    for (String part : text.split(":", -1)) {
      if (part.indexOf('.') >= 0) {
        int tail = dotted(part).intValue();
        groups.add(tail >>> 16);
        groups.add(tail & 0xffff);
      } else {
        groups.add(Integer.parseInt(part, 16));
      }
    }
    return groups;
  }

  private static BigInteger joined(List<Integer> groups) {
    BigInteger value = BigInteger.ZERO;
    for (int group : groups) {
      value = value.shiftLeft(16).add(BigInteger.valueOf(group));
    }
    return value;
  }
}
