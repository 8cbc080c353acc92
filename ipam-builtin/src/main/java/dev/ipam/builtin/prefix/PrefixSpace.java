package dev.ipam.builtin.prefix;

import dev.ipam.builtin.prefix.Node.Fork;
import dev.ipam.net.Cidr;
import dev.ipam.net.Cidrs;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The space of a subnet pool: which maximal CIDRs of its prefixes are free.
 *
 * <p>Immutable: an operation gives a new space that shares with the old one what did not change.
 * Each costs a walk down a path-compressed tree, whose depth is at most the length of the block
 * asked for and whose size is at most twice the number of maximal taken CIDRs; free blocks and
 * addresses are never enumerated. What lies around the pool's prefixes counts as taken.
 *
 * @ipam.rule 5.10..5.13 5.17 5.24
 */
public final class PrefixSpace {
  private static final int IPV4_SHIFT = 32;

  private final IpFamily family;
  private final long baseHi;
  private final long baseLo;
  private final int baseLength;
  private final @Nullable Node root;

  private PrefixSpace(IpFamily family, long hi, long lo, int length, @Nullable Node root) {
    this.family = family;
    this.baseHi = hi;
    this.baseLo = lo;
    this.baseLength = length;
    this.root = root;
  }

  /**
   * Makes the space of a pool that has no subnets.
   *
   * @param prefixes the pool's prefixes, at least one, of one family
   * @return the space, all of it free
   */
  public static PrefixSpace of(Collection<Cidr> prefixes) {
    List<Cidr> compact = Cidrs.compact(prefixes);
    PrefixSpace space = around(compact, null);
    Node root = new Node.Taken(space.baseHi, space.baseLo, space.baseLength);
    return space.with(root).releaseAll(compact);
  }

  /**
   * Returns the block that a request for any block of a length gets: the lowest addresses of the
   * smallest free block that fits, of the lowest among equals.
   *
   * @param length the prefix length
   * @return the block, or null where none fits
   */
  public @Nullable Cidr lowestFit(int length) {
    if (root == null) {
      return baseLength <= length ? cidr(baseHi, baseLo, length) : null;
    }
    int best =
        Lengths.greatest(root.freeLowWithin(baseLength), root.freeHighWithin(baseLength), length);
    return best == 0 ? null : lowestOf(best, root, length);
  }

  /** The lowest block of a length within the lowest free block of another length, which exists. */
  private Cidr lowestOf(int free, Node start, int length) {
    Node node = start;
    int above = baseLength;
    while (true) {
      if (above < free && free <= node.length) {
        // It lies beside the path from the block to its node; in the node all are longer.
        long hi = Bits.siblingHi(Bits.cutHi(node.hi, free), free);
        long lo = Bits.siblingLo(Bits.cutLo(node.lo, free), free);
        return cidr(hi, lo, length);
      }
      Fork fork = (Fork) node;
      above = fork.length + 1;
      boolean inLower =
          Lengths.contains(fork.lower.freeLowWithin(above), fork.lower.freeHighWithin(above), free);
      node = inLower ? fork.lower : fork.upper;
    }
  }

  /**
   * Tells whether a block lies wholly in one free block.
   *
   * @param block the block
   * @return whether all of it is of the pool and free
   */
  public boolean isFree(Cidr block) {
    return isInBase(block) && Trie.isFree(root, hi(block), lo(block), block.prefixLength());
  }

  /**
   * Takes a block.
   *
   * @param block a block that is wholly free
   * @return the space without it
   * @throws IllegalStateException if some of it is not free
   */
  public PrefixSpace take(Cidr block) {
    if (!isInBase(block)) {
      throw new IllegalStateException(block + " is outside of the pool");
    }
    return with(Trie.take(root, hi(block), lo(block), block.prefixLength()));
  }

  /**
   * Gives a block back; it merges with its free neighbours.
   *
   * @param block a block that was taken
   * @return the space with it
   * @throws IllegalStateException if some of it is not taken
   */
  public PrefixSpace release(Cidr block) {
    if (!isInBase(block)) {
      throw new IllegalStateException(block + " is outside of the pool");
    }
    return with(Trie.release(root, hi(block), lo(block), block.prefixLength()));
  }

  /**
   * Changes the pool's prefixes.
   *
   * @param dropped disjoint blocks that are no longer the pool's, each of them wholly free
   * @param added disjoint blocks that are the pool's from now on and were not before
   * @return the space with the new prefixes
   * @throws IllegalStateException if some of what is dropped is taken
   */
  public PrefixSpace change(List<Cidr> dropped, List<Cidr> added) {
    List<Cidr> all = new ArrayList<>(added);
    all.add(cidr(baseHi, baseLo, baseLength));
    PrefixSpace space = grow(around(all, null)).releaseAll(added);
    for (Cidr block : dropped) {
      space = space.take(block);
    }
    return space;
  }

  /**
   * Returns the free blocks.
   *
   * @return the maximal free CIDRs in ascending order
   */
  public List<Cidr> freeBlocks() {
    List<Cidr> blocks = new ArrayList<>();
    if (root == null) {
      blocks.add(cidr(baseHi, baseLo, baseLength));
    } else {
      addFree(root, baseLength, blocks);
    }
    return Cidrs.compact(blocks);
  }

  private void addFree(Node node, int above, List<Cidr> blocks) {
    for (int length = above + 1; length <= node.length; length++) {
      long hi = Bits.siblingHi(Bits.cutHi(node.hi, length), length);
      long lo = Bits.siblingLo(Bits.cutLo(node.lo, length), length);
      blocks.add(cidr(hi, lo, length));
    }
    if (node instanceof Fork fork) {
      addFree(fork.lower, fork.length + 1, blocks);
      addFree(fork.upper, fork.length + 1, blocks);
    }
  }

  /** How many nodes there are: for tests of the bound on memory. */
  int nodes() {
    return root == null ? 0 : nodes(root);
  }

  private static int nodes(Node node) {
    return node instanceof Fork fork ? 1 + nodes(fork.lower) + nodes(fork.upper) : 1;
  }

  /** The smallest block around others, with what is taken of it. */
  private static PrefixSpace around(List<Cidr> blocks, @Nullable Node root) {
    Cidr first = blocks.get(0);
    long hi = hi(first);
    long lo = lo(first);
    int length = first.prefixLength();
    for (Cidr block : blocks) {
      int common = Bits.commonPrefix(hi, lo, hi(block), lo(block));
      length = Math.min(length, Math.min(common, block.prefixLength()));
    }
    return new PrefixSpace(
        first.family(), Bits.cutHi(hi, length), Bits.cutLo(lo, length), length, root);
  }

  /** This space within a larger base. */
  private PrefixSpace grow(PrefixSpace base) {
    Node grown = root;
    for (int at = baseLength; at > base.baseLength; at--) {
      long hi = Bits.siblingHi(Bits.cutHi(baseHi, at), at);
      long lo = Bits.siblingLo(Bits.cutLo(baseLo, at), at);
      grown = Trie.take(grown, hi, lo, at);
    }
    return base.with(grown);
  }

  private PrefixSpace releaseAll(List<Cidr> blocks) {
    PrefixSpace space = this;
    for (Cidr block : blocks) {
      space = space.release(block);
    }
    return space;
  }

  private PrefixSpace with(@Nullable Node other) {
    return new PrefixSpace(family, baseHi, baseLo, baseLength, other);
  }

  private boolean isInBase(Cidr block) {
    return block.family() == family
        && block.prefixLength() >= baseLength
        && Bits.commonPrefix(baseHi, baseLo, hi(block), lo(block)) >= baseLength;
  }

  private Cidr cidr(long hi, long lo, int length) {
    IpAddress network =
        family == IpFamily.IPV4
            ? IpAddress.ofIpv4((int) (hi >>> IPV4_SHIFT))
            : IpAddress.ofIpv6(hi, lo);
    return new Cidr(network, length);
  }

  private static long hi(Cidr block) {
    IpAddress network = block.network();
    return network.family() == IpFamily.IPV4 ? network.low() << IPV4_SHIFT : network.high();
  }

  private static long lo(Cidr block) {
    return block.family() == IpFamily.IPV4 ? 0 : block.network().low();
  }
}
