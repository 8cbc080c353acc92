package dev.ipam.builtin.index;

import java.math.BigInteger;

/**
 * An unsigned 128-bit number: an offset within a subnet, or a count of offsets.
 *
 * <p>Ordered as unsigned. Immutable and safe for use by any number of threads.
 *
 * @param hi the upper 64 bits
 * @param lo the lower 64 bits
 * @since 0.1
 */
public record UInt128(long hi, long lo) implements Comparable<UInt128> {
  /** Zero. */
  public static final UInt128 ZERO = new UInt128(0, 0);

  /** The greatest value, 2^128 - 1. */
  public static final UInt128 MAX = new UInt128(-1, -1);

  private static final BigInteger LOW_64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  /**
   * Returns the number with the given unsigned lower half and an upper half of zero.
   *
   * @param lo the lower 64 bits
   * @return the number
   */
  public static UInt128 of(long lo) {
    return new UInt128(0, lo);
  }

  /**
   * Returns the given number.
   *
   * @param value a number of 0 to 2^128 - 1
   * @return the same number
   * @throws IllegalArgumentException if the value is negative or has more than 128 bits
   */
  public static UInt128 of(BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > 128) {
      throw new IllegalArgumentException(
          "The number " + value + " does not fit into 128 unsigned bits.");
    }
    return new UInt128(value.shiftRight(64).longValue(), value.longValue());
  }

  /**
   * Returns this number as a {@link BigInteger}.
   *
   * @return the same number
   */
  public BigInteger toBigInteger() {
    return unsigned(hi).shiftLeft(64).or(unsigned(lo));
  }

  /**
   * Returns this number, or {@link Long#MAX_VALUE} where it is greater.
   *
   * @return a number of 0 to 2^63 - 1
   */
  public long toLongSaturated() {
    return hi != 0 || lo < 0 ? Long.MAX_VALUE : lo;
  }

  @Override
  public int compareTo(UInt128 other) {
    return Bits128.compare(hi, lo, other.hi, other.lo);
  }

  /** Returns the decimal digits. */
  @Override
  public String toString() {
    return hi == 0 ? Long.toUnsignedString(lo) : toBigInteger().toString();
  }

  private static BigInteger unsigned(long bits) {
    return BigInteger.valueOf(bits).and(LOW_64);
  }
}
