package dev.ipam.migration.dump;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line of JSON in the making, in UTF-8, made to be used again and again.
 *
 * <p>Not a library's generator: equal records must give equal bytes in every version.
 */
final class JsonLine {
  private byte[] bytes = new byte[512];
  private int length;
  private boolean first = true;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  JsonLine begin(String type) {
    length = 0;
    first = true;
    raw('{');
    return field("type", type);
  }

  void end() {
    raw('}');
    raw('\n');
  }

  JsonLine field(String name, String value) {
    name(name);
    text(value);
    return this;
  }

  JsonLine field(String name, long value) {
    name(name);
    ascii(Long.toString(value));
    return this;
  }

  JsonLine field(String name, boolean value) {
    name(name);
    ascii(value ? "true" : "false");
    return this;
  }

  /** Begins a list that is the value of a field. */
  JsonLine list(String name) {
    name(name);
    raw('[');
    first = true;
    return this;
  }

  /** Begins a list within a list. */
  JsonLine open() {
    separate();
    raw('[');
    first = true;
    return this;
  }

  JsonLine close() {
    raw(']');
    first = false;
    return this;
  }

  JsonLine item(String value) {
    separate();
    text(value);
    first = false;
    return this;
  }

  JsonLine item(long value) {
    separate();
    ascii(Long.toString(value));
    first = false;
    return this;
  }

  private void separate() {
    if (!first) {
      raw(',');
    }
  }

  private void name(String name) {
    separate();
    text(name);
    raw(':');
    first = false;
  }

  private void text(String value) {
    raw('"');
    int size = value.length();
    int at = 0;
    while (at < size && isPlain(value.charAt(at))) {
      at++;
    }
    if (at == size) {
      ascii(value);
    } else {
      escaped(value);
    }
    raw('"');
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
  }

  private void escaped(String value) {
    for (byte next : value.getBytes(StandardCharsets.UTF_8)) {
      if (next == '"' || next == '\\') {
        raw('\\');
        raw(next);
      } else if (next >= 0 && next < ' ') {
        ascii(String.format("\\u%04x", (int) next));
      } else {
        raw(next);
      }
    }
  }

  private void ascii(String value) {
    int size = value.length();
    reserve(size);
    for (int i = 0; i < size; i++) {
      bytes[length++] = (byte) value.charAt(i);
    }
  }

  private void raw(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
