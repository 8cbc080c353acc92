package dev.ipam.migration.dump;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads lines of a bounded length. */
final class Lines {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private byte[] line = new byte[1 << 10];
  private int at;
  private int end;
  private int length;

  Lines(InputStream in) {
    this.in = in;
  }

  /** Reads the next line; false at the end. */
  boolean next() throws IOException, BadLine {
    length = 0;
    while (true) {
      if (at == end) {
        at = 0;
        end = Math.max(0, in.read(buffer));
        if (end == 0) {
          return ended();
        }
      }
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      boolean whole = at < end;
      if (whole) {
        at++;
      }
      append(from, at - from);
      if (whole) {
        return true;
      }
    }
  }

  private boolean ended() throws BadLine {
    if (length > 0) {
      throw new BadLine("it ends in the middle; the file was cut off");
    }
    return false;
  }

  private void append(int from, int count) throws BadLine {
    if (length + count > Format.LONGEST_LINE) {
      throw new BadLine("it has more than " + Format.LONGEST_LINE + " bytes");
    }
    if (line.length - length < count) {
      line = Arrays.copyOf(line, Math.max(2 * line.length, length + count));
    }
    System.arraycopy(buffer, from, line, length, count);
    length += count;
  }

  /** The line with its line feed; good until the next one is read. */
  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  boolean is(byte[] expected) {
    return Arrays.equals(line, 0, length, expected, 0, expected.length);
  }

  boolean startsWith(String text) {
    if (length < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (line[i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
