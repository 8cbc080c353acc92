package dev.ipam.builtin.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The few offsets of a sparse region, one by one, in ascending order.
 *
 * <p>All share the upper half, so that one costs eight bytes. There is no block: what lies between
 * the neighbours of the bucket belongs to it.
 */
final class Bucket extends Node {
  /** The most that one bucket holds. */
  static final int MAX = 16;

  private final long hi;
  private long[] los;

  /** The lower halves are not copied: they must be ascending and not be changed afterwards. */
  Bucket(long hi, long[] los) {
    this.hi = hi;
    this.los = los;
  }

  static Bucket of(long hi, long lo) {
    return new Bucket(hi, new long[] {lo});
  }

  int size() {
    return los.length;
  }

  long lo(int index) {
    return los[index];
  }

  /** The part of this bucket from one index to before another. */
  Bucket part(int from, int to) {
    return from == 0 && to == los.length ? this : new Bucket(hi, Arrays.copyOfRange(los, from, to));
  }

  @Override
  int span() {
    return 0;
  }

  @Override
  long lowHi() {
    return hi;
  }

  @Override
  long lowLo() {
    return los[0];
  }

  @Override
  long highHi() {
    return hi;
  }

  @Override
  long highLo() {
    return los[los.length - 1];
  }

  @Override
  long countHi() {
    return 0;
  }

  @Override
  long countLo() {
    return los.length;
  }

  @Override
  boolean isFull() {
    return false;
  }

  @Override
  boolean accepts(long addHi, long addLo) {
    return hi == addHi;
  }

  @Override
  boolean contains(long askHi, long askLo) {
    if (hi == askHi) {
      for (long lo : los) {
        if (lo == askLo) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  Node add(long addHi, long addLo) {
    int at = indexFrom(addLo);
    long[] more = new long[los.length + 1];
    System.arraycopy(los, 0, more, 0, at);
    more[at] = addLo;
    System.arraycopy(los, at, more, at + 1, los.length - at);
    if (more.length > MAX) {
      return Nodes.split(hi, more);
    }
    los = more;
    return this;
  }

  @Override
  @Nullable Node remove(long removeHi, long removeLo) {
    if (los.length == 1) {
      return null;
    }
    int at = indexFrom(removeLo);
    long[] fewer = new long[los.length - 1];
    System.arraycopy(los, 0, fewer, 0, at);
    System.arraycopy(los, at + 1, fewer, at, fewer.length - at);
    los = fewer;
    return this;
  }

  @Override
  Node addRange(long aHi, long aLo, long bHi, long bLo) {
    Node merged = Nodes.range(aHi, aLo, bHi, bLo);
    for (long lo : los) {
      if (!merged.contains(hi, lo)) {
        merged = Nodes.add(merged, hi, lo);
      }
    }
    return merged;
  }

  @Override
  @Nullable Node removeRange(long aHi, long aLo, long bHi, long bLo) {
    int kept = 0;
    long[] keep = new long[los.length];
    for (long lo : los) {
      if (Bits128.less(hi, lo, aHi, aLo) || Bits128.less(bHi, bLo, hi, lo)) {
        keep[kept++] = lo;
      }
    }
    if (kept == 0) {
      return null;
    }
    los = kept == los.length ? los : Arrays.copyOf(keep, kept);
    return this;
  }

  @Override
  @Nullable UInt128 nextAbsent(long fromHi, long fromLo) {
    if (fromHi != hi) {
      return new UInt128(fromHi, fromLo);
    }
    long lo = fromLo;
    for (int i = indexFrom(fromLo); i < los.length && los[i] == lo; i++) {
      lo++;
      if (lo == 0) {
        return hi == -1 ? null : new UInt128(hi + 1, 0);
      }
    }
    return new UInt128(hi, lo);
  }

  @Override
  @Nullable UInt128 nextPresent(long fromHi, long fromLo) {
    int order = Long.compareUnsigned(fromHi, hi);
    if (order > 0) {
      return null;
    }
    int at = order < 0 ? 0 : indexFrom(fromLo);
    return at < los.length ? new UInt128(hi, los[at]) : null;
  }

  @Override
  void tally(long uptoHi, long uptoLo, Tally tally) {
    int order = Long.compareUnsigned(uptoHi, hi);
    if (order > 0) {
      tally.add(0, los.length);
    } else if (order == 0) {
      int at = indexFrom(uptoLo);
      tally.add(0, at < los.length && los[at] == uptoLo ? at + 1 : at);
    }
  }

  @Override
  UInt128 selectAbsent(long fromHi, long fromLo, long kHi, long kLo) {
    long foundLo = fromLo + kLo;
    long foundHi = fromHi + kHi + Bits128.carry(fromLo, foundLo);
    for (long lo : los) {
      if (Bits128.less(foundHi, foundLo, hi, lo)) {
        break;
      }
      foundLo++;
      foundHi += foundLo == 0 ? 1 : 0;
    }
    return new UInt128(foundHi, foundLo);
  }

  @Override
  void copyChunk(long startHi, long startLo, long[] words) {
    for (long lo : los) {
      if (Bits128.sameBlock(hi, lo, startHi, startLo, ChunkCodec.CHUNK_SPAN)) {
        words[(int) (lo - startLo) >>> 6] |= 1L << lo;
      }
    }
  }

  @Override
  long memoryBytes() {
    return align(12 + 8 + 4) + align(16 + 8L * los.length);
  }

  /** The index of the first one that is not below. */
  private int indexFrom(long lo) {
    int at = 0;
    while (at < los.length && Long.compareUnsigned(los[at], lo) < 0) {
      at++;
    }
    return at;
  }
}
