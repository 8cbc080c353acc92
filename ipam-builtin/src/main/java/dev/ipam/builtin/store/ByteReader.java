package dev.ipam.builtin.store;

import dev.ipam.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ByteWriter} wrote; anything else is a {@link MalformedRecordException}. */
final class ByteReader {
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  private final byte[] bytes;
  private final int end;
  private int at;

  ByteReader(byte[] bytes) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  int remaining() {
    return end - at;
  }

  int octet() {
    need(1);
    return bytes[at++] & 0xff;
  }

  boolean bool() {
    int value = octet();
    if (value > 1) {
      throw new MalformedRecordException("a truth value is " + value);
    }
    return value == 1;
  }

  long fixed64() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[at++] & 0xff);
    }
    return value;
  }

  int fixed32() {
    need(4);
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = value << 8 | (bytes[at++] & 0xff);
    }
    return value;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = octet();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new MalformedRecordException("a number has more than 64 bits");
  }

  /** A count of things of which each takes at least one byte. */
  int count() {
    long value = varint();
    if (value < 0 || value > remaining()) {
      throw new MalformedRecordException("a length reaches beyond the end");
    }
    return (int) value;
  }

  /** What is left, as the 4 or 16 bytes of an address. */
  IpAddress restAsAddress() {
    int length = remaining();
    if (length != IPV4_BYTES && length != IPV6_BYTES) {
      throw new MalformedRecordException("an address has " + length + " bytes");
    }
    return address(length);
  }

  IpAddress addressWithFamily() {
    return switch (octet()) {
      case 4 -> address(IPV4_BYTES);
      case 6 -> address(IPV6_BYTES);
      default -> throw new MalformedRecordException("an address is of no known family");
    };
  }

  private IpAddress address(int length) {
    return length == IPV4_BYTES
        ? IpAddress.ofIpv4(fixed32())
        : IpAddress.ofIpv6(fixed64(), fixed64());
  }

  String text() {
    return utf8(count());
  }

  @Nullable String optionalText() {
    int length = count();
    return length == 0 ? null : utf8(length);
  }

  /** Text up to a zero byte, which is left behind. */
  String textToZero() {
    int zero = at;
    while (zero < end && bytes[zero] != 0) {
      zero++;
    }
    if (zero == end) {
      throw new MalformedRecordException("a text has no end");
    }
    String text = utf8(zero - at);
    at++;
    return text;
  }

  byte[] raw(int count) {
    need(count);
    byte[] copy = new byte[count];
    System.arraycopy(bytes, at, copy, 0, count);
    at += count;
    return copy;
  }

  void version(int expected) {
    int version = octet();
    if (version != expected) {
      throw new MalformedRecordException(
          "its version is " + version + ", this program knows " + expected);
    }
  }

  void end() {
    if (at != end) {
      throw new MalformedRecordException(remaining() + " bytes too many");
    }
  }

  private String utf8(int count) {
    need(count);
    int from = at;
    at += count;
    for (int i = from; i < at; i++) {
      if (bytes[i] < 0) {
        return strict(from, count);
      }
    }
    return new String(bytes, from, count, StandardCharsets.ISO_8859_1);
  }

  /** A String constructor would put replacement characters in place of what is damaged. */
  private String strict(int from, int count) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, count))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedRecordException("a text is not UTF-8");
    }
  }

  private void need(int count) {
    if (count > remaining()) {
      throw new MalformedRecordException("it ends too early");
    }
  }
}
