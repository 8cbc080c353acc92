package dev.ipam.builtin.index;

import org.jspecify.annotations.Nullable;

/** The numbers of chunks: offsets divided by 65,536. */
final class Chunks {
  private Chunks() {}

  /** What takes the numbers of chunks. */
  @FunctionalInterface
  interface Visitor {
    void visit(long chunkHi, long chunkLo);
  }

  static void check(long chunkHi) {
    if (chunkHi >>> (64 - ChunkCodec.CHUNK_SPAN) != 0) {
      throw new IllegalArgumentException("A chunk's number has no more than 112 bits.");
    }
  }

  static long numberHi(long hi) {
    return hi >>> ChunkCodec.CHUNK_SPAN;
  }

  static long numberLo(long hi, long lo) {
    return (lo >>> ChunkCodec.CHUNK_SPAN) | (hi << (64 - ChunkCodec.CHUNK_SPAN));
  }

  static long startHi(long chunkHi, long chunkLo) {
    return (chunkHi << ChunkCodec.CHUNK_SPAN) | (chunkLo >>> (64 - ChunkCodec.CHUNK_SPAN));
  }

  static long startLo(long chunkLo) {
    return chunkLo << ChunkCodec.CHUNK_SPAN;
  }

  /** Visits every chunk in which a set holds something, in ascending order. */
  static void forEach(OffsetSet set, Visitor visitor) {
    forEach(set, UInt128.ZERO, Integer.MAX_VALUE, visitor);
  }

  /**
   * Visits some of the chunks in which a set holds something, from one on; returns the number to go
   * on from, or null where there are no more.
   */
  static @Nullable UInt128 forEach(OffsetSet set, UInt128 first, int limit, Visitor visitor) {
    UInt128 next = set.nextPresent(startHi(first.hi(), first.lo()), startLo(first.lo()), -1, -1);
    for (int seen = 0; next != null; seen++) {
      long chunkHi = numberHi(next.hi());
      long chunkLo = numberLo(next.hi(), next.lo());
      if (seen == limit) {
        return new UInt128(chunkHi, chunkLo);
      }
      visitor.visit(chunkHi, chunkLo);
      long endLo = Bits128.endLo(next.lo(), ChunkCodec.CHUNK_SPAN);
      if (next.hi() == -1 && endLo == -1) {
        return null;
      }
      UInt128 from = Bits128.sum(next.hi(), endLo, 0, 1);
      next = set.nextPresent(from.hi(), from.lo(), -1, -1);
    }
    return null;
  }
}
