package dev.ipam.net;

import java.math.BigInteger;

/**
 * Arithmetic on unsigned 128-bit numbers in two longs; a method per half, so that nothing is
 * allocated.
 */
final class UInt128 {
  private UInt128() {}

  static int compare(long aHigh, long aLow, long bHigh, long bLow) {
    int order = Long.compareUnsigned(aHigh, bHigh);
    return order != 0 ? order : Long.compareUnsigned(aLow, bLow);
  }

  /** The high half of a + b, modulo 2^128; the low half is the plain sum of the low halves. */
  static long sumHigh(long aHigh, long aLow, long bHigh, long bLow) {
    long carry = Long.compareUnsigned(aLow + bLow, aLow) < 0 ? 1 : 0;
    return aHigh + bHigh + carry;
  }

  /**
   * The high half of a - b, modulo 2^128; the low half is the plain difference of the low halves.
   */
  static long differenceHigh(long aHigh, long aLow, long bHigh, long bLow) {
    long borrow = Long.compareUnsigned(aLow, bLow) < 0 ? 1 : 0;
    return aHigh - bHigh - borrow;
  }

  /** The high half of 2^bits - 1, for 0 to 128 bits. */
  static long onesHigh(int bits) {
    return bits <= 64 ? 0 : -1L >>> (128 - bits);
  }

  /** The low half of 2^bits - 1, for 0 to 128 bits. */
  static long onesLow(int bits) {
    if (bits == 0) {
      return 0;
    }
    return bits >= 64 ? -1L : -1L >>> (64 - bits);
  }

  static int numberOfTrailingZeros(long high, long low) {
    return low != 0 ? Long.numberOfTrailingZeros(low) : 64 + Long.numberOfTrailingZeros(high);
  }

  static int bitLength(long high, long low) {
    return high != 0 ? 128 - Long.numberOfLeadingZeros(high) : 64 - Long.numberOfLeadingZeros(low);
  }

  static BigInteger toBigInteger(long high, long low) {
    return unsigned(high).shiftLeft(64).or(unsigned(low));
  }

  private static BigInteger unsigned(long half) {
    BigInteger signed = BigInteger.valueOf(half);
    return half < 0 ? signed.add(TWO_TO_64) : signed;
  }

  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);
}
