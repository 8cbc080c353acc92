package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import org.jspecify.annotations.Nullable;

/**
 * How far a subnet's pass has come.
 *
 * @param position the first offset that it has not passed, or null where it has passed all
 * @param startedMillis when it started, in milliseconds since 1970, or {@link #UNKNOWN}: what
 *     rested longer was resting then
 */
public record PassRecord(@Nullable UInt128 position, long startedMillis) {
  /** Nothing rested when the pass started, or nothing ever does. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  private static final int WITHOUT_START = 1;
  private static final int VERSION = 2;

  void encode(ByteWriter out) {
    UInt128 at = position;
    boolean untimed = startedMillis == UNKNOWN;
    out.octet(untimed ? WITHOUT_START : VERSION).octet(at == null ? 0 : 1);
    if (at != null) {
      out.fixed64(at.hi()).fixed64(at.lo());
    }
    if (!untimed) {
      out.fixed64(startedMillis);
    }
  }

  static PassRecord decode(byte[] row) {
    ByteReader in = new ByteReader(row);
    int version = in.octet();
    if (version != WITHOUT_START && version != VERSION) {
      throw new MalformedRecordException(
          "its version is " + version + ", this program knows 1 and 2");
    }
    @Nullable UInt128 at = in.bool() ? new UInt128(in.fixed64(), in.fixed64()) : null;
    long started = version == VERSION ? in.fixed64() : UNKNOWN;
    in.end();
    return new PassRecord(at, started);
  }
}
