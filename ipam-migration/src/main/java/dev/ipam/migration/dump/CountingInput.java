package dev.ipam.migration.dump;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read of a file. */
final class CountingInput extends FilterInputStream {
  private long count;

  CountingInput(InputStream in) {
    super(in);
  }

  /** What is counted, for a look ahead that does not count. */
  InputStream in() {
    return in;
  }

  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count += next < 0 ? 0 : 1;
    return next;
  }

  @Override
  public int read(byte[] out, int from, int length) throws IOException {
    int got = super.read(out, from, length);
    count += Math.max(0, got);
    return got;
  }
}
