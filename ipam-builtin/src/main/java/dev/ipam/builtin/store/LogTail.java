package dev.ipam.builtin.store;

import dev.ipam.error.StoreCorruptException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Tells the torn end of a log from damage that looks like one.
 *
 * <p>RocksDB takes a record in a log's last block that is longer than what is left of the file for
 * a write that was cut short, and drops it with everything behind it. If a whole record follows,
 * its length was damaged: a write begins only after the one before it has ended.
 */
final class LogTail {
  private static final int BLOCK = 1 << 15;
  private static final int HEADER = 7;
  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int MASK_DELTA = 0xa282ead8;

  private final byte[] bytes;
  private final ByteBuffer buffer;

  private LogTail(byte[] bytes) {
    this.bytes = bytes;
    this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Checks all logs of a store that is not open. */
  static void checkAll(Path store) throws IOException {
    Path data = store.resolve(StoreDirectory.DATA);
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(data, "*.log")) {
      for (Path log : logs) {
        check(store, log);
      }
    }
  }

  /** Checks a file that is written as a log is. */
  static void check(Path store, Path log) throws IOException {
    byte[] last;
    long start;
    try (FileChannel channel = FileChannel.open(log)) {
      start = channel.size() / BLOCK * BLOCK;
      ByteBuffer block = ByteBuffer.allocate((int) (channel.size() - start));
      int read;
      do {
        read = channel.read(block, start + block.position());
      } while (read > 0);
      last = block.array();
    }
    LogTail tail = new LogTail(last);
    int torn = tail.torn();
    int next = torn < 0 ? -1 : tail.recordAfter(torn);
    if (next >= 0) {
      throw new StoreCorruptException(
          store.toString(),
          StoreDirectory.DATA + "/" + log.getFileName(),
          "the record at byte "
              + (start + torn)
              + " has a wrong length, since a whole one follows at byte "
              + (start + next));
    }
  }

  /** Returns where the first record begins that is not wholly there, or -1. */
  private int torn() {
    int at = 0;
    while (at + HEADER <= bytes.length) {
      int end = end(at);
      if (end > bytes.length || (buffer.getInt(at) == 0 && end == at + HEADER)) {
        return at;
      }
      at = end;
    }
    return -1;
  }

  private int end(int at) {
    return at + HEADER + Short.toUnsignedInt(buffer.getShort(at + 4));
  }

  /** Returns where a whole record begins that is the first of a write, or -1. */
  private int recordAfter(int torn) {
    for (int at = torn + 1; at + HEADER < bytes.length; at++) {
      int type = bytes[at + HEADER - 1];
      if ((type == FULL || type == FIRST)
          && end(at) <= bytes.length
          && end(at) > at + HEADER
          && isIntact(at)) {
        return at;
      }
    }
    return -1;
  }

  private boolean isIntact(int at) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, at + HEADER - 1, end(at) - at - HEADER + 1);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA == buffer.getInt(at);
  }
}
