package dev.ipam.builtin.index;

/** The numbers of the chunks that changed. */
final class DirtyChunks {
  private final OffsetSet numbers = new OffsetSet();

  /** The last one noted: changes in a row mostly are of the same chunk. */
  private long lastHi = -1;

  private long lastLo = -1;

  /** Notes that something of a range has changed. */
  void mark(long aHi, long aLo, long bHi, long bLo) {
    long firstHi = Chunks.numberHi(aHi);
    long firstLo = Chunks.numberLo(aHi, aLo);
    long endHi = Chunks.numberHi(bHi);
    long endLo = Chunks.numberLo(bHi, bLo);
    boolean one = firstLo == endLo && firstHi == endHi;
    if (!one || endLo != lastLo || endHi != lastHi) {
      numbers.addRange(firstHi, firstLo, endHi, endLo);
      lastHi = endHi;
      lastLo = endLo;
    }
  }

  void forEach(Chunks.Visitor visitor) {
    for (OffsetCursor cursor = numbers.cursor(); cursor.next(); ) {
      visitor.visit(cursor.offset().hi(), cursor.offset().lo());
    }
  }

  long memoryBytes() {
    return Node.align(12 + 4 + 8 + 8) + numbers.memoryBytes();
  }
}
