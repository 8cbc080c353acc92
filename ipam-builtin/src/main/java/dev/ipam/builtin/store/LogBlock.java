package dev.ipam.builtin.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * One block of a file that RocksDB writes as a log. A block holds whole records, each behind a
 * checksum (4 bytes), a length (2) and a type (1); what is longer goes on in the next block as a
 * record of its own.
 */
final class LogBlock {
  static final int SIZE = 1 << 15;
  static final int HEADER = 7;
  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int MASK_DELTA = 0xa282ead8;

  private final ByteBuffer buffer = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
  private final byte[] bytes = buffer.array();

  /** Reads the block that begins at a byte, or what the file has of it. */
  void read(FileChannel channel, long start) throws IOException {
    buffer.clear();
    int read;
    do {
      read = channel.read(buffer, start + buffer.position());
    } while (read > 0);
    buffer.flip();
  }

  /** Tells whether there is room for a record's head. */
  boolean mayHold(int at) {
    return at + HEADER <= buffer.limit();
  }

  /** Returns where the record ends by its own length, which may be behind the block. */
  int end(int at) {
    return at + HEADER + Short.toUnsignedInt(buffer.getShort(at + 4));
  }

  /** Tells whether length and type are zero: RocksDB skips the rest of such a block silently. */
  boolean isBlank(int at) {
    return end(at) == at + HEADER && bytes[at + HEADER - 1] == 0;
  }

  /** Tells whether a record is wholly there, as its checksum says. */
  boolean isIntact(int at) {
    if (!isWithin(at)) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, at + HEADER - 1, end(at) - at - HEADER + 1);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA == buffer.getInt(at);
  }

  boolean isWithin(int at) {
    return end(at) <= buffer.limit();
  }

  /** Returns where a whole record begins that is the first of a write, or -1. */
  int recordAfter(int torn) {
    for (int at = torn + 1; at + HEADER < buffer.limit(); at++) {
      int type = bytes[at + HEADER - 1];
      if ((type == FULL || type == FIRST) && end(at) > at + HEADER && isIntact(at)) {
        return at;
      }
    }
    return -1;
  }

  /** Returns the end of the last byte that is not zero, or 0. */
  int used() {
    int end = buffer.limit();
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }
}
