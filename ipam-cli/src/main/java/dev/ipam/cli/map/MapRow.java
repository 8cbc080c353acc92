package dev.ipam.cli.map;

import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;

/** The cells of one aligned block of addresses, each with what is held in it. */
final class MapRow {
  /** How many cells a row has, as a power of two; fewer in a subnet that has fewer addresses. */
  static final int CELL_BITS = 5;

  private static final int MASK = (1 << CELL_BITS) - 1;

  private final Cidr block;
  private final int shift;
  final long[] taken = new long[1 << CELL_BITS];
  final long[] takenOutside = new long[1 << CELL_BITS];
  final long[] resting = new long[1 << CELL_BITS];

  /**
   * Makes an empty row.
   *
   * @param block its addresses
   * @param shift how many addresses a cell has, as a power of two
   */
  MapRow(Cidr block, int shift) {
    this.block = block;
    this.shift = shift;
  }

  Cidr block() {
    return block;
  }

  int shift() {
    return shift;
  }

  int cells() {
    return 1 << (block.family().bits() - block.prefixLength() - shift);
  }

  /** The cell of an address: the bits above those of a cell. */
  int cell(IpAddress address) {
    long bits =
        shift >= Long.SIZE
            ? address.high() >>> (shift - Long.SIZE)
            : shift == 0
                ? address.low()
                : (address.low() >>> shift) | (address.high() << (Long.SIZE - shift));
    return (int) bits & MASK & (cells() - 1);
  }

  IpAddress first(int cell) {
    return shift >= Long.SIZE
        ? block.first().plus((long) cell << (shift - Long.SIZE), 0)
        : block.first().plus(high(cell), (long) cell << shift);
  }

  private long high(int cell) {
    return shift == 0 ? 0 : (long) cell >>> (Long.SIZE - shift);
  }

  /** Puts what a row of half the size holds into this one, two cells into one. */
  void absorb(MapRow half) {
    int from = cell(half.block.first());
    for (int i = 0; i < half.cells(); i++) {
      taken[from + i / 2] += half.taken[i];
      takenOutside[from + i / 2] += half.takenOutside[i];
      resting[from + i / 2] += half.resting[i];
    }
  }
}
