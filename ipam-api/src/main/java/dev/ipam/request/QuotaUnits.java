package dev.ipam.request;

import dev.ipam.net.Cidr;
import dev.ipam.net.IpFamily;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;

/**
 * An amount of address space as quotas count it: in /32 units for IPv4, in /64 units for IPv6.
 *
 * <p>Exact: an IPv6 /96 is 2^-32 of a unit and is counted as that. Immutable.
 *
 * @param scaled the amount times 2^64, 0 or more
 * @ipam.rule 5.22
 * @since 0.1
 */
public record QuotaUnits(BigInteger scaled) implements Comparable<QuotaUnits> {
  /** No space. */
  public static final QuotaUnits ZERO = new QuotaUnits(BigInteger.ZERO);

  /** The bits of an IPv6 address behind a /64, and how far the amount is scaled. */
  private static final int SCALE = 64;

  private static final BigDecimal SCALE_FACTOR = new BigDecimal(BigInteger.ONE.shiftLeft(SCALE));

  /**
   * Creates an amount.
   *
   * @param scaled the amount times 2^64
   * @throws IllegalArgumentException if it is negative
   */
  public QuotaUnits {
    Objects.requireNonNull(scaled, "scaled");
    if (scaled.signum() < 0) {
      throw new IllegalArgumentException("an amount of space is negative: " + scaled + " / 2^64");
    }
  }

  /**
   * Returns a whole number of units.
   *
   * @param units the number
   * @return the amount
   * @throws IllegalArgumentException if it is negative
   */
  public static QuotaUnits of(BigInteger units) {
    return new QuotaUnits(units.shiftLeft(SCALE));
  }

  /**
   * Returns what a block takes.
   *
   * @param block the block
   * @return the amount
   */
  public static QuotaUnits of(Cidr block) {
    return of(block.family(), block.prefixLength());
  }

  /**
   * Returns what a block of a prefix length takes.
   *
   * @param family the block's family
   * @param prefixLength the block's prefix length
   * @return the amount
   */
  public static QuotaUnits of(IpFamily family, int prefixLength) {
    return ofAddresses(family, BigInteger.ONE.shiftLeft(family.bits() - prefixLength));
  }

  /**
   * Returns what a number of addresses takes.
   *
   * @param family the family of the addresses
   * @param count the number, 0 or more
   * @return the amount
   */
  public static QuotaUnits ofAddresses(IpFamily family, BigInteger count) {
    return new QuotaUnits(family == IpFamily.IPV4 ? count.shiftLeft(SCALE) : count);
  }

  /**
   * Returns the sum of two amounts.
   *
   * @param other the other amount
   * @return the sum
   */
  public QuotaUnits plus(QuotaUnits other) {
    return new QuotaUnits(scaled.add(other.scaled));
  }

  /**
   * Returns this amount less another one.
   *
   * @param other the other amount, at most this one
   * @return the difference
   * @throws IllegalArgumentException if the other amount is the larger one
   */
  public QuotaUnits minus(QuotaUnits other) {
    return new QuotaUnits(scaled.subtract(other.scaled));
  }

  /**
   * Returns whether there is nothing of it.
   *
   * @return whether it is zero
   */
  public boolean isZero() {
    return scaled.signum() == 0;
  }

  /**
   * Returns the number of units, exactly.
   *
   * @return the number, with at most 64 decimal places
   */
  public BigDecimal toBigDecimal() {
    BigDecimal exact = new BigDecimal(scaled).divide(SCALE_FACTOR).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  @Override
  public int compareTo(QuotaUnits other) {
    return scaled.compareTo(other.scaled);
  }

  /** Returns the exact number of units in decimal: {@code 256}, {@code 0.5}. */
  @Override
  public String toString() {
    return toBigDecimal().toPlainString();
  }
}
