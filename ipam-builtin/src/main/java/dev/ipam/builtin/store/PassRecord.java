package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import org.jspecify.annotations.Nullable;

/**
 * How far a subnet's pass has come.
 *
 * @param position the first offset that it has not passed, or null where it has passed all
 */
public record PassRecord(@Nullable UInt128 position) {
  private static final int VERSION = 1;

  void encode(ByteWriter out) {
    UInt128 at = position;
    out.octet(VERSION).octet(at == null ? 0 : 1);
    if (at != null) {
      out.fixed64(at.hi()).fixed64(at.lo());
    }
  }

  static PassRecord decode(byte[] row) {
    ByteReader in = new ByteReader(row);
    in.version(VERSION);
    @Nullable UInt128 at = in.bool() ? new UInt128(in.fixed64(), in.fixed64()) : null;
    in.end();
    return new PassRecord(at);
  }
}
