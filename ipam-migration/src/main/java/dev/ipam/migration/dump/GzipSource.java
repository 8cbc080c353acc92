package dev.ipam.migration.dump;

import dev.ipam.error.InvalidDumpException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads one gzip member and nothing behind it.
 *
 * <p>The JDK's stream takes what follows the member for the end or for another member, and does not
 * care how much more comes out than went in.
 */
final class GzipSource extends InputStream {
  static final int MAGIC_0 = 0x1f;
  static final int MAGIC_1 = 0x8b;

  private static final int DEFLATE = 8;
  private static final int HEADER = 10;

  /** What an export needs at most, as far as anyone has seen, many times over. */
  private static final long MOST_PER_BYTE = 500;

  private static final long ALWAYS_ALLOWED = 64 << 20;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] compressed = new byte[1 << 16];
  private int behind;
  private int filled;
  private boolean ended;

  GzipSource(InputStream in) throws IOException {
    this.in = in;
    byte[] header = in.readNBytes(HEADER);
    boolean plain =
        header.length == HEADER
            && (header[0] & 0xff) == MAGIC_0
            && (header[1] & 0xff) == MAGIC_1
            && header[2] == DEFLATE
            && header[3] == 0;
    if (!plain) {
      throw invalid("its header is none that exports have");
    }
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException("read blocks");
  }

  @Override
  public int read(byte[] out, int from, int count) throws IOException {
    while (!ended) {
      int got = inflate(out, from, count);
      if (got > 0) {
        crc.update(out, from, got);
        checkRatio();
        return got;
      }
      if (inflater.finished()) {
        finish();
      } else if (inflater.needsDictionary()) {
        throw invalid("it needs a dictionary");
      } else {
        filled = in.read(compressed);
        if (filled <= 0) {
          throw invalid("it was cut off");
        }
        inflater.setInput(compressed, 0, filled);
      }
    }
    return -1;
  }

  private int inflate(byte[] out, int from, int count) {
    try {
      return inflater.inflate(out, from, count);
    } catch (DataFormatException e) {
      throw invalid("it is damaged (" + e.getMessage() + ")");
    }
  }

  private void checkRatio() {
    long out = inflater.getBytesWritten();
    if (out > ALWAYS_ALLOWED + MOST_PER_BYTE * inflater.getBytesRead()) {
      throw invalid(
          "more than "
              + MOST_PER_BYTE
              + " bytes come out of each, which no export does; it is not unpacked");
    }
  }

  private void finish() throws IOException {
    ended = true;
    behind = inflater.getRemaining();
    long sum = little();
    long size = little();
    if (sum != crc.getValue() || size != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw invalid("its checksum does not match");
    }
    if (behind > 0 || in.read() >= 0) {
      throw invalid("something follows its end");
    }
  }

  /** Four bytes, the lowest first. */
  private long little() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int next = behind > 0 ? compressed[filled - behind--] & 0xff : in.read();
      if (next < 0) {
        throw invalid("it was cut off");
      }
      value |= (long) next << shift;
    }
    return value;
  }

  private static InvalidDumpException invalid(String reason) {
    return new InvalidDumpException("gzip", reason);
  }

  /** Frees what is native; the stream below stays open. */
  void free() {
    inflater.end();
  }
}
