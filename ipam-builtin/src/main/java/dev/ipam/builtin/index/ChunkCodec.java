package dev.ipam.builtin.index;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The byte form of a chunk, an aligned block of 65,536 offsets.
 *
 * <p>The first byte says which of the forms follows; big endian, unsigned:
 *
 * <ul>
 *   <li>0: nothing held, 1: all held; no more bytes.
 *   <li>2, array: two bytes an offset, ascending.
 *   <li>3, runs: two bytes of a first and two of a last offset each, ascending, not touching.
 *   <li>4, bitmap: two bytes of how many are held less one, 8,192 of bits as 1,024 longs.
 * </ul>
 *
 * <p>The smallest is chosen when encoding. Decoding takes any and checks everything that can be
 * checked without a checksum.
 */
final class ChunkCodec {
  /** The span of a chunk. */
  static final int CHUNK_SPAN = 16;

  /** How many words of 64 offsets a chunk has. */
  static final int WORDS = 1 << (CHUNK_SPAN - 6);

  private static final int SIZE = 1 << CHUNK_SPAN;
  private static final byte NONE = 0;
  private static final byte ALL = 1;
  private static final byte ARRAY = 2;
  private static final byte RUNS = 3;
  private static final byte BITMAP = 4;
  private static final int BITMAP_BYTES = 3 + SIZE / 8;

  private ChunkCodec() {}

  static boolean isEmpty(byte[] bytes) {
    return bytes[0] == NONE;
  }

  static byte[] encode(long[] words) {
    int count = 0;
    int runs = 0;
    long before = 0;
    for (long word : words) {
      count += Long.bitCount(word);
      runs += Long.bitCount(word & ~((word << 1) | before));
      before = word >>> 63;
    }
    if (count == 0 || count == SIZE) {
      return new byte[] {count == 0 ? NONE : ALL};
    }
    if (Math.min(1 + 2 * count, 1 + 4 * runs) >= BITMAP_BYTES) {
      return bitmap(words, count);
    }
    return count <= 2 * runs ? array(words, count) : runs(words, runs);
  }

  private static byte[] bitmap(long[] words, int count) {
    ByteBuffer out = ByteBuffer.allocate(BITMAP_BYTES);
    out.put(BITMAP).putShort((short) (count - 1));
    for (long word : words) {
      out.putLong(word);
    }
    return out.array();
  }

  private static byte[] array(long[] words, int count) {
    ByteBuffer out = ByteBuffer.allocate(1 + 2 * count);
    out.put(ARRAY);
    for (int at = next(words, 0, 0); at < SIZE; at = next(words, at + 1, 0)) {
      out.putShort((short) at);
    }
    return out.array();
  }

  private static byte[] runs(long[] words, int runs) {
    ByteBuffer out = ByteBuffer.allocate(1 + 4 * runs);
    out.put(RUNS);
    int first = next(words, 0, 0);
    while (first < SIZE) {
      int end = next(words, first, -1);
      out.putShort((short) first).putShort((short) (end - 1));
      first = next(words, end, 0);
    }
    return out.array();
  }

  /** The first bit from here on that is set, or that is clear where the words are flipped. */
  private static int next(long[] words, int from, long flip) {
    if (from >= SIZE) {
      return SIZE;
    }
    int w = from >>> 6;
    long bits = (words[w] ^ flip) & (-1L << from);
    while (bits == 0) {
      if (++w == WORDS) {
        return SIZE;
      }
      bits = words[w] ^ flip;
    }
    return w * 64 + Long.numberOfTrailingZeros(bits);
  }

  static long[] decode(byte[] bytes) throws CorruptChunkException {
    if (bytes.length == 0) {
      throw new CorruptChunkException("it is empty");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    long[] words = new long[WORDS];
    switch (bytes[0]) {
      case NONE -> check(bytes.length == 1, "bytes follow the mark of an empty chunk");
      case ALL -> {
        check(bytes.length == 1, "bytes follow the mark of a full chunk");
        Arrays.fill(words, -1);
      }
      case ARRAY -> readArray(in, words);
      case RUNS -> readRuns(in, words);
      case BITMAP -> readBitmap(in, words);
      default -> throw new CorruptChunkException("its form " + bytes[0] + " is unknown");
    }
    return words;
  }

  private static void readArray(ByteBuffer in, long[] words) throws CorruptChunkException {
    check(in.hasRemaining() && in.remaining() % 2 == 0, "its array has a bad length");
    check(in.remaining() / 2 <= SIZE, "its array is too long");
    int before = -1;
    while (in.hasRemaining()) {
      int at = Short.toUnsignedInt(in.getShort());
      check(at > before, "its array is not in ascending order");
      words[at >>> 6] |= 1L << at;
      before = at;
    }
  }

  private static void readRuns(ByteBuffer in, long[] words) throws CorruptChunkException {
    check(in.hasRemaining() && in.remaining() % 4 == 0, "its runs have a bad length");
    int before = -2;
    while (in.hasRemaining()) {
      int first = Short.toUnsignedInt(in.getShort());
      int last = Short.toUnsignedInt(in.getShort());
      check(first > before + 1 && first <= last, "its runs are not in ascending order");
      for (int w = first >>> 6; w <= last >>> 6; w++) {
        long from = w == first >>> 6 ? -1L << first : -1;
        long upto = w == last >>> 6 ? -1L >>> (63 - (last & 63)) : -1;
        words[w] |= from & upto;
      }
      before = last;
    }
  }

  private static void readBitmap(ByteBuffer in, long[] words) throws CorruptChunkException {
    check(in.remaining() == BITMAP_BYTES - 1, "its bitmap has a bad length");
    int left = Short.toUnsignedInt(in.getShort()) + 1;
    for (int w = 0; w < WORDS; w++) {
      words[w] = in.getLong();
      left -= Long.bitCount(words[w]);
    }
    check(left == 0, "its bitmap does not hold as many as it says");
  }

  private static void check(boolean good, String fault) throws CorruptChunkException {
    if (!good) {
      throw new CorruptChunkException(fault);
    }
  }
}
