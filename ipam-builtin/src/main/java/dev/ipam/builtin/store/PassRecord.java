package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Subnet;
import java.util.List;
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

  /**
   * Returns the pass that has handed out an address last, or has not begun.
   *
   * @param subnet the subnet
   * @param last the address, or null where it has handed out none
   * @param startedMillis when it started, or {@link #UNKNOWN}
   * @return the pass
   */
  public static PassRecord after(Subnet subnet, @Nullable IpAddress last, long startedMillis) {
    List<AddressRange> pools = subnet.pools();
    IpAddress network = subnet.cidr().first();
    if (pools.isEmpty() || pools.get(pools.size() - 1).last().equals(last)) {
      return new PassRecord(null, startedMillis);
    }
    IpAddress next = last == null ? pools.get(0).first() : last.plus(1);
    return new PassRecord(
        new UInt128(next.offsetHigh(network), next.offsetLow(network)), startedMillis);
  }

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
