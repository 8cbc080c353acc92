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
    @Nullable UInt128 next = set.nextPresent(0, 0, -1, -1);
    while (next != null) {
      visitor.visit(numberHi(next.hi()), numberLo(next.hi(), next.lo()));
      long endLo = Bits128.endLo(next.lo(), ChunkCodec.CHUNK_SPAN);
      if (next.hi() == -1 && endLo == -1) {
        return;
      }
      UInt128 from = Bits128.sum(next.hi(), endLo, 0, 1);
      next = set.nextPresent(from.hi(), from.lo(), -1, -1);
    }
  }
}
