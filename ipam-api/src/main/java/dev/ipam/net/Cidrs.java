package dev.ipam.net;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * Set algebra on lists of CIDR blocks. No operation enumerates addresses.
 *
 * <pre>
 *   compact:   10.0.0.0/24 + 10.0.1.0/24 + 10.0.1.8/29   gives  10.0.0.0/23
 *   subtract:  10.0.0.0/22 - 10.0.1.0/24                 gives  10.0.0.0/24 + 10.0.2.0/23
 * </pre>
 *
 * @since 0.1
 */
public final class Cidrs {
  private Cidrs() {}

  /**
   * Returns the fewest blocks that hold exactly the addresses of the given ones.
   *
   * @param blocks blocks in any order, also overlapping, also of both families
   * @return an unmodifiable list of disjoint blocks in ascending order, of which no two halves of
   *     one block remain
   */
  public static List<Cidr> compact(Collection<Cidr> blocks) {
    List<Cidr> sorted = new ArrayList<>(blocks);
    Collections.sort(sorted);
    List<Cidr> kept = new ArrayList<>(sorted.size());
    for (Cidr block : sorted) {
      // A block sorts after every one that contains it, and those kept are disjoint.
      if (kept.isEmpty() || !kept.get(kept.size() - 1).contains(block)) {
        kept.add(block);
        joinHalvesAtEnd(kept);
      }
    }
    return List.copyOf(kept);
  }

  /**
   * Returns the fewest blocks that hold the addresses of some blocks that are not in others.
   *
   * @param blocks blocks in any order
   * @param without what to take away, in any order
   * @return an unmodifiable list of disjoint blocks in ascending order
   */
  public static List<Cidr> subtract(Collection<Cidr> blocks, Collection<Cidr> without) {
    List<Cidr> taken = compact(without);
    List<Cidr> rest = new ArrayList<>();
    for (Cidr block : compact(blocks)) {
      subtract(block, taken, rest);
    }
    return compact(rest);
  }

  /**
   * Returns the other half of the block of which a block is one half.
   *
   * @param block a block with a prefix length of 1 or more
   * @return the block of the same length that together with it makes the next larger one
   * @throws IllegalArgumentException if the block is all of its family
   */
  public static Cidr sibling(Cidr block) {
    if (block.prefixLength() == 0) {
      throw new IllegalArgumentException(block + " is not the half of any block");
    }
    IpAddress network = block.network();
    int bit = network.family().bits() - block.prefixLength();
    long high = bit < Long.SIZE ? network.high() : network.high() ^ (1L << (bit - Long.SIZE));
    long low = bit < Long.SIZE ? network.low() ^ (1L << bit) : network.low();
    return new Cidr(new IpAddress(network.family(), high, low), block.prefixLength());
  }

  private static void joinHalvesAtEnd(List<Cidr> kept) {
    while (kept.size() > 1) {
      Cidr last = kept.get(kept.size() - 1);
      Cidr before = kept.get(kept.size() - 2);
      if (last.prefixLength() == 0 || !before.equals(sibling(last))) {
        return;
      }
      kept.remove(kept.size() - 1);
      kept.set(kept.size() - 1, new Cidr(before.network(), before.prefixLength() - 1));
    }
  }

  /** Halves a block until each part is wholly taken or wholly left. */
  private static void subtract(Cidr block, List<Cidr> taken, List<Cidr> rest) {
    int at = Collections.binarySearch(taken, block);
    int after = at < 0 ? -at - 1 : at;
    if (at >= 0 || (after > 0 && taken.get(after - 1).contains(block))) {
      return;
    }
    if (after == taken.size() || !block.contains(taken.get(after))) {
      rest.add(block);
      return;
    }
    Cidr lower = new Cidr(block.network(), block.prefixLength() + 1);
    subtract(lower, taken, rest);
    subtract(sibling(lower), taken, rest);
  }
}
