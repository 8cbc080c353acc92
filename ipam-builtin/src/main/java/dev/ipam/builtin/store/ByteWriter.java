package dev.ipam.builtin.store;

import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing array of bytes, made to be used again and again. */
final class ByteWriter {
  private static final int LARGEST = Integer.MAX_VALUE - 64;

  private byte[] bytes;
  private int length;

  ByteWriter(int capacity) {
    bytes = new byte[capacity];
  }

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  ByteWriter clear() {
    length = 0;
    return this;
  }

  /** Cuts off what was written since the length was this one. */
  void truncate(int to) {
    length = to;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  ByteWriter octet(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }

  /** Eight bytes, the highest first, so that rows sort by the number. */
  ByteWriter fixed64(long value) {
    reserve(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  ByteWriter fixed32(int value) {
    reserve(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** Seven bits a byte, the lowest first: RocksDB's varint. */
  ByteWriter varint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    return this;
  }

  /** The bytes of an address without its family: 4 or 16. */
  ByteWriter address(IpAddress address) {
    return address.family() == IpFamily.IPV4
        ? fixed32((int) address.low())
        : fixed64(address.high()).fixed64(address.low());
  }

  /** An address behind its IP version. */
  ByteWriter addressWithFamily(IpAddress address) {
    return octet(address.family().version()).address(address);
  }

  /** Text without its length, for keys that end it with a zero byte or end themselves. */
  ByteWriter rawText(String text) {
    return raw(text.getBytes(StandardCharsets.UTF_8));
  }

  ByteWriter raw(byte[] more) {
    return raw(more, more.length);
  }

  ByteWriter raw(byte[] more, int count) {
    return raw(more, 0, count);
  }

  ByteWriter raw(byte[] more, int from, int count) {
    reserve(count);
    System.arraycopy(more, from, bytes, length, count);
    length += count;
    return this;
  }

  ByteWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return varint(utf8.length).raw(utf8);
  }

  /** Text of at least one character, or a zero for none. */
  ByteWriter optionalText(@Nullable String text) {
    return text == null ? octet(0) : text(text);
  }

  private void reserve(int count) {
    if (bytes.length - length >= count) {
      return;
    }
    long wanted = (long) length + count;
    if (wanted > LARGEST) {
      throw new BatchTooLargeException();
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST, Math.max(wanted, 2L * bytes.length)));
  }
}
