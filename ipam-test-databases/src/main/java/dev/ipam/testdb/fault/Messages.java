package dev.ipam.testdb.fault;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes as they arrive, taken out as whole messages. */
final class Messages {
  private byte[] bytes = new byte[8192];
  private int count;

  /** The length of the message that these bytes start with, or -1 if it is not known yet. */
  interface Length {
    int of(byte[] bytes, int count);
  }

  void add(byte[] chunk, int length) {
    if (count + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, count + length));
    }
    System.arraycopy(chunk, 0, bytes, count, length);
    count += length;
  }

  /** Takes out the next message, if all of it has arrived. */
  byte @Nullable [] next(Length length) {
    int size = length.of(bytes, count);
    if (size < 0 || size > count) {
      return null;
    }
    byte[] message = Arrays.copyOf(bytes, size);
    System.arraycopy(bytes, size, bytes, 0, count - size);
    count -= size;
    return message;
  }
}
