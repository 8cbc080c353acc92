package dev.ipam.builtin.index;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mutable set of unsigned 128-bit offsets with order statistics.
 *
 * <p>A trie of 64 slots a level over bitmaps of 4,096 offsets: no operation depends on how many
 * offsets are held or asked about, only on how many of at most 20 levels the set branches at. A
 * region that is wholly held takes no memory, a dense one a bit an offset, a sparse one some 20 to
 * 80 bytes an offset.
 *
 * <p>Offsets are given as two longs, the upper and the lower half. Ranges include both ends; one
 * that ends before it starts is refused with {@link IllegalArgumentException}. Not safe for use by
 * several threads at once.
 *
 * @since 0.1
 */
public final class OffsetSet {
  private static final int CHUNK_SPAN = ChunkCodec.CHUNK_SPAN;

  private @Nullable Node root;

  /** Creates an empty set. */
  public OffsetSet() {}

  /**
   * Adds an offset.
   *
   * @param hi the upper half
   * @param lo the lower half
   * @return whether it was not held yet
   */
  public boolean add(long hi, long lo) {
    if (contains(hi, lo)) {
      return false;
    }
    addAbsent(hi, lo);
    return true;
  }

  /** Adds an offset that is known not to be held. */
  void addAbsent(long hi, long lo) {
    Node before = root;
    root = before == null ? Bucket.of(hi, lo) : Nodes.add(before, hi, lo);
  }

  /**
   * Removes an offset.
   *
   * @param hi the upper half
   * @param lo the lower half
   * @return whether it was held
   */
  public boolean remove(long hi, long lo) {
    if (!contains(hi, lo)) {
      return false;
    }
    removePresent(hi, lo);
    return true;
  }

  /** Removes an offset that is known to be held. */
  void removePresent(long hi, long lo) {
    Node before = root;
    root = before == null ? null : before.remove(hi, lo);
  }

  /**
   * Tells whether an offset is held.
   *
   * @param hi the upper half
   * @param lo the lower half
   * @return whether it is
   */
  public boolean contains(long hi, long lo) {
    Node now = root;
    return now != null && now.contains(hi, lo);
  }

  /**
   * Tells whether nothing is held.
   *
   * @return whether it is so
   */
  public boolean isEmpty() {
    return root == null;
  }

  /**
   * Returns how many offsets are held.
   *
   * @return the count; 2^128 - 1 also where all 2^128 are held
   */
  public UInt128 size() {
    Node now = root;
    if (now == null) {
      return UInt128.ZERO;
    }
    boolean all = now.countHi() == 0 && now.countLo() == 0;
    return all ? UInt128.MAX : new UInt128(now.countHi(), now.countLo());
  }

  /**
   * Returns how many offsets of a range are held.
   *
   * @param firstHi the upper half of the first offset
   * @param firstLo its lower half
   * @param lastHi the upper half of the last offset
   * @param lastLo its lower half
   * @return the count; 2^128 - 1 also where all 2^128 are held and asked about
   */
  public UInt128 countInRange(long firstHi, long firstLo, long lastHi, long lastLo) {
    checkRange(firstHi, firstLo, lastHi, lastLo);
    Node now = root;
    if (now == null) {
      return UInt128.ZERO;
    }
    Tally upto = new Tally();
    now.tally(lastHi, lastLo, upto);
    UInt128 below = countBelow(now, firstHi, firstLo);
    long lo = upto.lo() - below.lo();
    long hi = upto.hi() - below.hi() - Bits128.borrow(upto.lo(), below.lo());
    boolean wrapped = hi == 0 && lo == 0 && now.contains(firstHi, firstLo);
    return wrapped ? UInt128.MAX : new UInt128(hi, lo);
  }

  private static UInt128 countBelow(Node now, long hi, long lo) {
    Tally below = new Tally();
    if (hi != 0 || lo != 0) {
      now.tally(lo == 0 ? hi - 1 : hi, lo - 1, below);
    }
    return new UInt128(below.hi(), below.lo());
  }

  /**
   * Returns the first offset of a range that is not held.
   *
   * @param fromHi the upper half of the range's first offset
   * @param fromLo its lower half
   * @param lastHi the upper half of the range's last offset
   * @param lastLo its lower half
   * @return the offset, or null where all of the range is held
   */
  public @Nullable UInt128 nextAbsent(long fromHi, long fromLo, long lastHi, long lastLo) {
    checkRange(fromHi, fromLo, lastHi, lastLo);
    Node now = root;
    UInt128 found = now == null ? new UInt128(fromHi, fromLo) : now.nextAbsent(fromHi, fromLo);
    return notAfter(found, lastHi, lastLo);
  }

  /**
   * Returns the first offset of a range that is held.
   *
   * @param fromHi the upper half of the range's first offset
   * @param fromLo its lower half
   * @param lastHi the upper half of the range's last offset
   * @param lastLo its lower half
   * @return the offset, or null where nothing of the range is held
   */
  public @Nullable UInt128 nextPresent(long fromHi, long fromLo, long lastHi, long lastLo) {
    checkRange(fromHi, fromLo, lastHi, lastLo);
    Node now = root;
    return now == null ? null : notAfter(now.nextPresent(fromHi, fromLo), lastHi, lastLo);
  }

  private static @Nullable UInt128 notAfter(@Nullable UInt128 found, long lastHi, long lastLo) {
    return found == null || Bits128.less(lastHi, lastLo, found.hi(), found.lo()) ? null : found;
  }

  /**
   * Returns the offset number k among those of a range that are not held, in ascending order.
   *
   * @param firstHi the upper half of the range's first offset
   * @param firstLo its lower half
   * @param lastHi the upper half of the range's last offset
   * @param lastLo its lower half
   * @param kHi the upper half of k, which counts from zero
   * @param kLo its lower half
   * @return the offset, or null where no more than k of the range are not held
   */
  public @Nullable UInt128 selectAbsent(
      long firstHi, long firstLo, long lastHi, long lastLo, long kHi, long kLo) {
    checkRange(firstHi, firstLo, lastHi, lastLo);
    long sizeLo = lastLo - firstLo;
    long sizeHi = lastHi - firstHi - Bits128.borrow(lastLo, firstLo);
    if (Bits128.less(sizeHi, sizeLo, kHi, kLo)) {
      return null;
    }
    Node now = root;
    if (now == null) {
      return Bits128.sum(firstHi, firstLo, kHi, kLo);
    }
    UInt128 below = countBelow(now, firstHi, firstLo);
    long absentLo = firstLo - below.lo();
    long absentHi = firstHi - below.hi() - Bits128.borrow(firstLo, below.lo());
    UInt128 rank = Bits128.sum(absentHi, absentLo, kHi, kLo);
    boolean all = now.countHi() == 0 && now.countLo() == 0;
    long lo = -now.countLo();
    long hi = -now.countHi() - (now.countLo() == 0 ? 0 : 1);
    if (all || !Bits128.less(rank.hi(), rank.lo(), hi, lo)) {
      return null;
    }
    return notAfter(now.selectAbsent(0, 0, rank.hi(), rank.lo()), lastHi, lastLo);
  }

  /**
   * Adds all offsets of a range, whether or not they are held yet.
   *
   * @param firstHi the upper half of the first offset
   * @param firstLo its lower half
   * @param lastHi the upper half of the last offset
   * @param lastLo its lower half
   */
  public void addRange(long firstHi, long firstLo, long lastHi, long lastLo) {
    checkRange(firstHi, firstLo, lastHi, lastLo);
    if (firstHi == lastHi && firstLo == lastLo) {
      add(firstHi, firstLo);
    } else {
      root = Nodes.addRange(root, firstHi, firstLo, lastHi, lastLo);
    }
  }

  /**
   * Removes all offsets of a range, whether or not they are held.
   *
   * @param firstHi the upper half of the first offset
   * @param firstLo its lower half
   * @param lastHi the upper half of the last offset
   * @param lastLo its lower half
   */
  public void removeRange(long firstHi, long firstLo, long lastHi, long lastLo) {
    checkRange(firstHi, firstLo, lastHi, lastLo);
    Node before = root;
    if (before != null) {
      root = before.removeRange(firstHi, firstLo, lastHi, lastLo);
    }
  }

  /** Removes all offsets. */
  public void clear() {
    root = null;
  }

  /**
   * Returns a walk over what is held, in ascending order.
   *
   * @return a cursor before the first offset
   */
  public OffsetCursor cursor() {
    return new OffsetCursor(this, 0, 0);
  }

  /**
   * Returns a walk over what is held from an offset on, in ascending order.
   *
   * @param fromHi the upper half of the first offset of interest
   * @param fromLo its lower half
   * @return a cursor before the first such offset
   */
  public OffsetCursor cursor(long fromHi, long fromLo) {
    return new OffsetCursor(this, fromHi, fromLo);
  }

  /**
   * Returns an estimate of the memory that this set takes. It visits every inner node.
   *
   * @return bytes, on a 64-bit JVM with compressed references
   */
  public long memoryBytes() {
    Node now = root;
    return Node.align(12 + 4) + (now == null ? 0 : now.memoryBytes());
  }

  /**
   * Returns the byte form of one chunk, also of one in which nothing is held.
   *
   * @param chunkHi the upper half of the chunk's number: its first offset divided by 65,536
   * @param chunkLo its lower half
   * @return the form that {@link #loadChunk} reads
   * @throws IllegalArgumentException if there is no chunk of that number
   */
  public byte[] chunk(long chunkHi, long chunkLo) {
    return ChunkCodec.encode(words(chunkHi, chunkLo));
  }

  /** The offsets of a chunk as bits. */
  long[] words(long chunkHi, long chunkLo) {
    Chunks.check(chunkHi);
    long[] words = new long[ChunkCodec.WORDS];
    Node now = root;
    if (now != null) {
      now.copyChunk(Chunks.startHi(chunkHi, chunkLo), Chunks.startLo(chunkLo), words);
    }
    return words;
  }

  /**
   * Gives every chunk in which something is held, in ascending order.
   *
   * @param sink what takes them
   */
  public void forEachChunk(ChunkSink sink) {
    Chunks.forEach(
        this, (chunkHi, chunkLo) -> sink.accept(chunkHi, chunkLo, chunk(chunkHi, chunkLo)));
  }

  /**
   * Replaces what is held of one chunk.
   *
   * @param chunkHi the upper half of the chunk's number: its first offset divided by 65,536
   * @param chunkLo its lower half
   * @param bytes what {@link #chunk} or {@link #forEachChunk} gave
   * @throws CorruptChunkException if the bytes are no such form; the set is unchanged then
   * @throws IllegalArgumentException if there is no chunk of that number
   */
  public void loadChunk(long chunkHi, long chunkLo, byte[] bytes) throws CorruptChunkException {
    Chunks.check(chunkHi);
    long[] words = ChunkCodec.decode(Objects.requireNonNull(bytes, "bytes"));
    long hi = Chunks.startHi(chunkHi, chunkLo);
    long lo = Chunks.startLo(chunkLo);
    removeRange(hi, lo, hi, Bits128.endLo(lo, CHUNK_SPAN));
    for (int from = 0; from < words.length; from += 64) {
      loadBlock(hi, lo + from * 64L, words, from);
    }
  }

  private void loadBlock(long hi, long lo, long[] words, int from) {
    int count = 0;
    for (int w = from; w < from + 64; w++) {
      count += Long.bitCount(words[w]);
    }
    if (count > Bucket.MAX) {
      Leaf leaf = new Leaf(hi, lo);
      leaf.load(words, from);
      root = Nodes.graft(root, leaf);
      return;
    }
    for (int w = 0; w < 64; w++) {
      for (long bits = words[from + w]; bits != 0; bits &= bits - 1) {
        add(hi, lo | ((long) w << 6) | Long.numberOfTrailingZeros(bits));
      }
    }
  }

  private static void checkRange(long firstHi, long firstLo, long lastHi, long lastLo) {
    if (Bits128.less(lastHi, lastLo, firstHi, firstLo)) {
      throw new IllegalArgumentException(
          "The range ends at "
              + new UInt128(lastHi, lastLo)
              + ", before its start at "
              + new UInt128(firstHi, firstLo)
              + ".");
    }
  }
}
