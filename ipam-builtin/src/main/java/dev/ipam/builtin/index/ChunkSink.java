package dev.ipam.builtin.index;

/**
 * What takes chunks: the byte forms of aligned blocks of 65,536 offsets.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ChunkSink {
  /**
   * Takes one chunk. The set that gives it must not be changed from here.
   *
   * @param chunkHi the upper half of the chunk's number: its first offset divided by 65,536
   * @param chunkLo the lower half
   * @param bytes the form that {@code loadChunk} reads; the sink may keep it
   */
  void accept(long chunkHi, long chunkLo, byte[] bytes);
}
