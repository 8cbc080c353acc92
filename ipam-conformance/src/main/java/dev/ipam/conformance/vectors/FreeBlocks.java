package dev.ipam.conformance.vectors;

import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The maximal free blocks of a subnet pool, from numbers: what the prefixes cover, joined, without
 * what is taken, cut where alignment asks for it. Made for pools with few subnets.
 *
 * @since 0.1
 */
final class FreeBlocks {
  private final List<Cidr> blocks = new ArrayList<>();

  /**
   * Finds the free blocks.
   *
   * @param prefixes the pool's prefixes, of one family, in any order
   * @param taken what its subnets take
   */
  public FreeBlocks(Collection<Cidr> prefixes, Collection<Cidr> taken) {
    TreeMap<BigInteger, BigInteger> free = new TreeMap<>();
    prefixes.stream().sorted().forEach(prefix -> join(free, first(prefix), end(prefix)));
    taken.forEach(block -> cut(free, first(block), end(block)));
    IpFamily family = prefixes.iterator().next().family();
    free.forEach((first, end) -> addAligned(family, first, end));
  }

  /**
   * Returns the free blocks.
   *
   * @return the maximal free CIDRs in ascending order
   */
  public List<Cidr> all() {
    return List.copyOf(blocks);
  }

  /**
   * Returns the block that a request for any block of a length gets.
   *
   * @param length the prefix length
   * @return the lowest part of the lowest of the smallest free blocks that fit, or nothing
   */
  public Optional<Cidr> lowestFit(int length) {
    Cidr best = null;
    for (Cidr block : blocks) {
      boolean fits = block.prefixLength() <= length;
      if (fits && (best == null || block.prefixLength() > best.prefixLength())) {
        best = block;
      }
    }
    return Optional.ofNullable(best).map(block -> new Cidr(block.network(), length));
  }

  /**
   * Returns whether a block lies wholly in one free block.
   *
   * @param block the block
   * @return whether it does
   */
  public boolean hold(Cidr block) {
    return blocks.stream()
        .anyMatch(
            free ->
                free.family() == block.family()
                    && first(free).compareTo(first(block)) <= 0
                    && end(free).compareTo(end(block)) >= 0);
  }

  /** Adds a range that starts no lower than any added before. */
  private static void join(
      NavigableMap<BigInteger, BigInteger> ranges, BigInteger first, BigInteger end) {
    if (!ranges.isEmpty() && ranges.lastEntry().getValue().compareTo(first) >= 0) {
      ranges.put(ranges.lastKey(), ranges.lastEntry().getValue().max(end));
    } else {
      ranges.put(first, end);
    }
  }

  private static void cut(
      NavigableMap<BigInteger, BigInteger> ranges, BigInteger first, BigInteger end) {
    TreeMap<BigInteger, BigInteger> rest = new TreeMap<>();
    ranges.forEach(
        (from, to) -> {
          put(rest, from, to.min(first));
          put(rest, from.max(end), to);
        });
    ranges.clear();
    ranges.putAll(rest);
  }

  private static void put(Map<BigInteger, BigInteger> ranges, BigInteger from, BigInteger to) {
    if (from.compareTo(to) < 0) {
      ranges.put(from, to);
    }
  }

  private void addAligned(IpFamily family, BigInteger first, BigInteger end) {
    BigInteger at = first;
    while (at.compareTo(end) < 0) {
      int bits = at.signum() == 0 ? family.bits() : Math.min(at.getLowestSetBit(), family.bits());
      while (at.add(BigInteger.ONE.shiftLeft(bits)).compareTo(end) > 0) {
        bits--;
      }
      blocks.add(new Cidr(IpAddress.ofBigInteger(family, at), family.bits() - bits));
      at = at.add(BigInteger.ONE.shiftLeft(bits));
    }
  }

  private static BigInteger first(Cidr block) {
    return block.network().toBigInteger();
  }

  /** The number behind the last address. */
  private static BigInteger end(Cidr block) {
    int hostBits = block.family().bits() - block.prefixLength();
    return first(block).add(BigInteger.ONE.shiftLeft(hostBits));
  }
}
