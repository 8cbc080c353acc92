package dev.ipam.conformance.model;

import java.math.BigInteger;

/**
 * A range of addresses of the model, both ends included.
 *
 * @param first its first address
 * @param last its last address
 * @since 0.1
 */
public record Span(Addr first, Addr last) implements Comparable<Span> {
  /**
   * Reads a range.
   *
   * @param text its ends, joined by a dash
   * @return the range
   */
  public static Span parse(String text) {
    int dash = text.indexOf('-');
    return new Span(Addr.parse(text.substring(0, dash)), Addr.parse(text.substring(dash + 1)));
  }

  boolean contains(Addr address) {
    return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
  }

  boolean overlaps(Span other) {
    return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
  }

  BigInteger size() {
    return last.number().subtract(first.number()).add(BigInteger.ONE);
  }

  @Override
  public int compareTo(Span other) {
    int order = first.compareTo(other.first);
    return order != 0 ? order : last.compareTo(other.last);
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
