package dev.ipam.conformance.model;

import java.math.BigInteger;

/**
 * A CIDR of the model.
 *
 * @param network its first address
 * @param length its prefix length
 * @since 0.1
 */
public record Block(Addr network, int length) implements Comparable<Block> {
  /**
   * Reads a CIDR.
   *
   * @param text the CIDR
   * @return the block
   */
  public static Block parse(String text) {
    int slash = text.indexOf('/');
    return new Block(
        Addr.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  /**
   * Returns the number of bits of its addresses.
   *
   * @return 32 or 128
   */
  public int bits() {
    return network.bits();
  }

  /**
   * Returns how many addresses it has.
   *
   * @return the number
   */
  public BigInteger size() {
    return BigInteger.TWO.pow(bits() - length);
  }

  /**
   * Returns its last address.
   *
   * @return the address
   */
  public Addr last() {
    return network.plus(size().subtract(BigInteger.ONE));
  }

  /**
   * Returns whether an address is in it.
   *
   * @param address the address
   * @return whether it is
   */
  public boolean contains(Addr address) {
    return address.bits() == bits()
        && address.compareTo(network) >= 0
        && address.compareTo(last()) <= 0;
  }

  /**
   * Returns whether another block is wholly in it.
   *
   * @param other the block
   * @return whether it is
   */
  public boolean contains(Block other) {
    return contains(other.network) && contains(other.last());
  }

  /**
   * Returns whether it has an address in common with another block.
   *
   * @param other the block
   * @return whether it has
   */
  public boolean overlaps(Block other) {
    return contains(other) || other.contains(this);
  }

  /** Returns its lower half. */
  Block lower() {
    return new Block(network, length + 1);
  }

  /** Returns its upper half. */
  Block upper() {
    return new Block(network.plus(BigInteger.TWO.pow(bits() - length - 1)), length + 1);
  }

  @Override
  public int compareTo(Block other) {
    int order = network.compareTo(other.network);
    return order != 0 ? order : Integer.compare(length, other.length);
  }

  @Override
  public String toString() {
    return network + "/" + length;
  }
}
