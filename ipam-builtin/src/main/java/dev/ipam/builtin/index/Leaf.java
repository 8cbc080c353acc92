package dev.ipam.builtin.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of 4,096 offsets as a bitmap of 64 words.
 *
 * <p>Only words that are neither empty nor full take memory; one mask says which are there, another
 * which are full.
 */
final class Leaf extends Block {
  private static final long[] NONE = {};

  /** The length of a range from which on it pays to unpack all words. */
  private static final int FEW = 16;

  private long mixed;
  private long full;
  private long[] words = NONE;
  private int count;

  /** A leaf of the block around an offset, with nothing in it yet: the caller adds something. */
  Leaf(long hi, long lo) {
    super(hi, lo, Bits128.LEAF_SPAN);
  }

  /** A leaf of the block around an offset with all in it. */
  static Leaf full(long hi, long lo) {
    Leaf leaf = new Leaf(hi, lo);
    leaf.full = -1;
    leaf.count = 1 << Bits128.LEAF_SPAN;
    return leaf;
  }

  /** Replaces what the leaf holds by the 64 words from an index on. */
  void load(long[] source, int from) {
    mixed = 0;
    full = 0;
    count = 0;
    long[] packed = new long[64];
    int used = 0;
    for (int w = 0; w < 64; w++) {
      long word = source[from + w];
      count += Long.bitCount(word);
      if (word == -1) {
        full |= 1L << w;
      } else if (word != 0) {
        mixed |= 1L << w;
        packed[used++] = word;
      }
    }
    words = used == 0 ? NONE : Arrays.copyOf(packed, used);
  }

  @Override
  int span() {
    return Bits128.LEAF_SPAN;
  }

  @Override
  long countHi() {
    return 0;
  }

  @Override
  long countLo() {
    return count;
  }

  @Override
  boolean isFull() {
    return full == -1;
  }

  @Override
  boolean accepts(long askHi, long askLo) {
    return hi == askHi && (lo ^ askLo) >>> Bits128.LEAF_SPAN == 0;
  }

  @Override
  boolean contains(long askHi, long askLo) {
    return accepts(askHi, askLo) && ((word(index(askLo)) >>> askLo) & 1) != 0;
  }

  @Override
  Node add(long addHi, long addLo) {
    int w = index(addLo);
    long bit = 1L << w;
    if ((mixed & bit) == 0) {
      insert(w, 1L << addLo);
    } else {
      int at = position(w);
      words[at] |= 1L << addLo;
      if (words[at] == -1) {
        drop(w, at);
        full |= bit;
      }
    }
    count++;
    return this;
  }

  @Override
  @Nullable Node remove(long removeHi, long removeLo) {
    int w = index(removeLo);
    long bit = 1L << w;
    if ((full & bit) != 0) {
      full &= ~bit;
      insert(w, ~(1L << removeLo));
    } else {
      int at = position(w);
      words[at] &= ~(1L << removeLo);
      if (words[at] == 0) {
        drop(w, at);
      }
    }
    count--;
    return count == 0 ? null : this;
  }

  @Override
  Node addRange(long aHi, long aLo, long bHi, long bLo) {
    if (bLo - aLo < FEW) {
      for (long next = aLo; next != bLo + 1; next++) {
        if (!contains(hi, next)) {
          add(hi, next);
        }
      }
      return this;
    }
    long[] all = expanded();
    for (int w = index(aLo); w <= index(bLo); w++) {
      all[w] |= mask(w, aLo, bLo);
    }
    load(all, 0);
    return this;
  }

  @Override
  @Nullable Node removeInside(long aHi, long aLo, long bHi, long bLo) {
    long[] all = expanded();
    for (int w = index(aLo); w <= index(bLo); w++) {
      all[w] &= ~mask(w, aLo, bLo);
    }
    load(all, 0);
    return count == 0 ? null : this;
  }

  @Override
  @Nullable UInt128 nextAbsent(long fromHi, long fromLo) {
    if (!accepts(fromHi, fromLo)) {
      return new UInt128(fromHi, fromLo);
    }
    int w = index(fromLo);
    long open = ~word(w) & (-1L << fromLo);
    if (open == 0) {
      long notFull = ~full & Bits128.above(w);
      if (notFull == 0) {
        return behind();
      }
      w = Long.numberOfTrailingZeros(notFull);
      open = ~word(w);
    }
    return at(w, open);
  }

  @Override
  @Nullable UInt128 nextPresent(long fromHi, long fromLo) {
    long start = fromLo;
    if (Bits128.less(fromHi, fromLo, hi, lo)) {
      start = lo;
    } else if (!accepts(fromHi, fromLo)) {
      return null;
    }
    int w = index(start);
    long held = word(w) & (-1L << start);
    if (held == 0) {
      long any = (mixed | full) & Bits128.above(w);
      if (any == 0) {
        return null;
      }
      w = Long.numberOfTrailingZeros(any);
      held = word(w);
    }
    return at(w, held);
  }

  @Override
  void tally(long uptoHi, long uptoLo, Tally tally) {
    if (Bits128.less(uptoHi, uptoLo, hi, lo)) {
      return;
    }
    if (!accepts(uptoHi, uptoLo)) {
      tally.add(0, count);
      return;
    }
    int w = index(uptoLo);
    int sum = Long.bitCount(full & Bits128.below(w)) << 6;
    for (int i = position(w) - 1; i >= 0; i--) {
      sum += Long.bitCount(words[i]);
    }
    tally.add(0, sum + Long.bitCount(word(w) & (-1L >>> (63 - (uptoLo & 63)))));
  }

  @Override
  UInt128 selectAbsent(long fromHi, long fromLo, long kHi, long kLo) {
    long gap = lo - fromLo;
    long gapHi = hi - fromHi - Bits128.borrow(lo, fromLo);
    if (Bits128.less(kHi, kLo, gapHi, gap)) {
      return Bits128.sum(fromHi, fromLo, kHi, kLo);
    }
    long leftHi = kHi - gapHi - Bits128.borrow(kLo, gap);
    long left = kLo - gap;
    int absent = (1 << Bits128.LEAF_SPAN) - count;
    if (leftHi != 0 || Long.compareUnsigned(left, absent) >= 0) {
      return selectBehind(leftHi - Bits128.borrow(left, absent), left - absent);
    }
    int at = 0;
    for (long rest = ~full; ; rest &= rest - 1) {
      int w = Long.numberOfTrailingZeros(rest);
      long open = ((mixed >>> w) & 1) == 0 ? -1 : ~words[at++];
      int here = Long.bitCount(open);
      if (left < here) {
        for (; left > 0; left--) {
          open &= open - 1;
        }
        return at(w, open);
      }
      left -= here;
    }
  }

  @Override
  void copyChunk(long startHi, long startLo, long[] target) {
    if (Bits128.sameBlock(hi, lo, startHi, startLo, ChunkCodec.CHUNK_SPAN)) {
      System.arraycopy(expanded(), 0, target, (int) (lo - startLo) >>> 6, 64);
    }
  }

  @Override
  long memoryBytes() {
    return align(12 + 8 * 4 + 4 + 4) + (words.length == 0 ? 0 : align(16 + 8L * words.length));
  }

  private static int index(long lo) {
    return (int) (lo >>> 6) & 63;
  }

  /** The bits of word w that lie in the range of this leaf's offsets. */
  private static long mask(int w, long aLo, long bLo) {
    long from = w == index(aLo) ? -1L << aLo : -1;
    long upto = w == index(bLo) ? -1L >>> (63 - (bLo & 63)) : -1;
    return from & upto;
  }

  private UInt128 at(int w, long bits) {
    return new UInt128(hi, lo | ((long) w << 6) | Long.numberOfTrailingZeros(bits));
  }

  private int position(int w) {
    return Long.bitCount(mixed & Bits128.below(w));
  }

  private long word(int w) {
    if (((mixed >>> w) & 1) != 0) {
      return words[position(w)];
    }
    return ((full >>> w) & 1) == 0 ? 0 : -1;
  }

  private long[] expanded() {
    long[] all = new long[64];
    int at = 0;
    for (int w = 0; w < 64; w++) {
      if (((mixed >>> w) & 1) != 0) {
        all[w] = words[at++];
      } else if (((full >>> w) & 1) != 0) {
        all[w] = -1;
      }
    }
    return all;
  }

  private void insert(int w, long word) {
    int at = position(w);
    long[] more = new long[words.length + 1];
    System.arraycopy(words, 0, more, 0, at);
    more[at] = word;
    System.arraycopy(words, at, more, at + 1, words.length - at);
    words = more;
    mixed |= 1L << w;
  }

  private void drop(int w, int at) {
    mixed &= ~(1L << w);
    if (words.length == 1) {
      words = NONE;
      return;
    }
    long[] fewer = new long[words.length - 1];
    System.arraycopy(words, 0, fewer, 0, at);
    System.arraycopy(words, at + 1, fewer, at, fewer.length - at);
    words = fewer;
  }
}
