package dev.ipam.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Moves every line to the right. */
final class Indented extends FilterWriter {
  private static final String SPACE = "    ";
  private boolean atStart = true;

  Indented(Writer target) {
    super(target);
  }

  @Override
  public void write(int c) throws IOException {
    if (atStart && c != '\n') {
      out.write(SPACE);
    }
    atStart = c == '\n';
    out.write(c);
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(text[i]);
    }
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    write(text.toCharArray(), offset, length);
  }
}
