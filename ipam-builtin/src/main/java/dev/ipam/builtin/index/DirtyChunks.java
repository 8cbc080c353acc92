package dev.ipam.builtin.index;

/** The chunks that changed since they were last asked for. */
final class DirtyChunks {
  private final OffsetSet numbers = new OffsetSet();
  private long lastHi = -1;
  private long lastLo = -1;

  void mark(long hi, long lo) {
    long chunkHi = Chunks.numberHi(hi);
    long chunkLo = Chunks.numberLo(hi, lo);
    if (chunkLo != lastLo || chunkHi != lastHi) {
      numbers.add(chunkHi, chunkLo);
      lastHi = chunkHi;
      lastLo = chunkLo;
    }
  }

  void markRange(long aHi, long aLo, long bHi, long bLo) {
    numbers.addRange(
        Chunks.numberHi(aHi),
        Chunks.numberLo(aHi, aLo),
        Chunks.numberHi(bHi),
        Chunks.numberLo(bHi, bLo));
  }

  void drain(Chunks.Visitor visitor) {
    for (OffsetCursor cursor = numbers.cursor(); cursor.next(); ) {
      visitor.visit(cursor.offset().hi(), cursor.offset().lo());
    }
    numbers.clear();
    lastHi = -1;
    lastLo = -1;
  }
}
