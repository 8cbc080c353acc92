package dev.ipam.builtin.index;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of an index that is kept in chunks, and how it is loaded again. */
abstract class StoredStates extends OffsetStates {
  StoredStates(List<OffsetRange> pools, boolean tracksChunks) {
    super(pools, tracksChunks);
  }

  /**
   * Returns the byte form of what is taken of a chunk.
   *
   * @param chunkHi the upper half of the chunk's number: its first offset divided by 65,536
   * @param chunkLo its lower half
   * @return the form that {@link #loadChunk} reads, also where nothing is taken
   * @throws IllegalArgumentException if there is no chunk of that number
   */
  public final byte[] chunk(long chunkHi, long chunkLo) {
    long[] words = blocked().words(chunkHi, chunkLo);
    Rests rests = rests();
    if (rests != null) {
      rests.mask(chunkHi, chunkLo, words);
    }
    return ChunkCodec.encode(words);
  }

  /**
   * Gives every chunk in which something is taken, in ascending order.
   *
   * @param sink what takes them
   */
  public final void forEachChunk(ChunkSink sink) {
    Chunks.forEach(
        blocked(),
        (chunkHi, chunkLo) -> {
          byte[] bytes = chunk(chunkHi, chunkLo);
          if (!ChunkCodec.isEmpty(bytes)) {
            sink.accept(chunkHi, chunkLo, bytes);
          }
        });
  }

  /**
   * Gives some chunks in which something is taken, in ascending order, from one on.
   *
   * @param from the number of the first chunk to give
   * @param limit how many to look at
   * @param sink what takes them
   * @return the number to go on from, or null where there are no more
   */
  public final @Nullable UInt128 forEachChunk(UInt128 from, int limit, ChunkSink sink) {
    return Chunks.forEach(
        blocked(),
        from,
        limit,
        (chunkHi, chunkLo) -> {
          byte[] bytes = chunk(chunkHi, chunkLo);
          if (!ChunkCodec.isEmpty(bytes)) {
            sink.accept(chunkHi, chunkLo, bytes);
          }
        });
  }

  /**
   * Gives every chunk of which something was taken or released since the last call, in ascending
   * order, also one in which nothing is taken any more. Loading a chunk does not count.
   *
   * @param sink what takes them; where it throws, all of them are given again the next time
   * @throws IllegalStateException if the index was created without tracking them
   */
  public final void drainDirtyChunks(ChunkSink sink) {
    drainDirty((chunkHi, chunkLo) -> sink.accept(chunkHi, chunkLo, chunk(chunkHi, chunkLo)));
  }

  /**
   * Loads a chunk of taken offsets into a new index. Nothing of the chunk may be taken or rest yet.
   *
   * @param chunkHi the upper half of the chunk's number: its first offset divided by 65,536
   * @param chunkLo its lower half
   * @param bytes what {@link #chunk}, {@link #forEachChunk} or {@link #drainDirtyChunks} gave
   * @throws CorruptChunkException if the bytes are no such form; the index is unchanged then
   * @throws IllegalArgumentException if there is no chunk of that number
   * @throws IllegalStateException if something of the chunk is taken or rests
   */
  public final void loadChunk(long chunkHi, long chunkLo, byte[] bytes)
      throws CorruptChunkException {
    Chunks.check(chunkHi);
    long hi = Chunks.startHi(chunkHi, chunkLo);
    long lo = Chunks.startLo(chunkLo);
    long endLo = Bits128.endLo(lo, ChunkCodec.CHUNK_SPAN);
    if (blocked().nextPresent(hi, lo, hi, endLo) != null) {
      throw new IllegalStateException("A chunk must be loaded before what changed in it.");
    }
    blocked().loadChunk(chunkHi, chunkLo, bytes);
    countLoaded(hi, lo, hi, endLo);
  }

  /**
   * Loads one offset as taken; it counts as a change of its chunk.
   *
   * @param hi the upper half
   * @param lo the lower half
   * @return false where it was taken or rests already
   */
  public final boolean loadTaken(long hi, long lo) {
    if (!blocked().add(hi, lo)) {
      return false;
    }
    countTaken(hi, lo, 1);
    return true;
  }

  /**
   * Loads one offset as not taken, against what its chunk said; it counts as a change of the chunk.
   *
   * @param hi the upper half
   * @param lo the lower half
   * @return false where it was not taken
   */
  public final boolean loadFree(long hi, long lo) {
    if (!isTaken(hi, lo)) {
      return false;
    }
    blocked().remove(hi, lo);
    countTaken(hi, lo, -1);
    return true;
  }

  /**
   * Loads one offset as resting, until {@link #advance} ends it.
   *
   * @param hi the upper half
   * @param lo the lower half
   * @param untilMillis when its rest ends, in milliseconds since 1970
   * @return false where it is taken or rests already
   */
  public final boolean loadResting(long hi, long lo, long untilMillis) {
    if (untilMillis == OffsetTimes.NONE || !blocked().add(hi, lo)) {
      return false;
    }
    rest(hi, lo, untilMillis);
    return true;
  }

  /**
   * Gives all offsets that rest, within the pools and outside.
   *
   * @param visitor what is told of them as of rests that start
   */
  public final void forEachResting(PoolIndexListener visitor) {
    Rests rests = rests();
    if (rests != null) {
      rests.forEach(visitor::restStarted);
    }
  }
}
