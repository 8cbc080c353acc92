package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Subnet;
import org.jspecify.annotations.Nullable;

/** Compares the rests of a subnet with its allocations and with the latest time of the store. */
final class RestCheck {
  private final CheckContext context;
  private final Marks marks;
  private final ByteWriter key = new ByteWriter(24);

  RestCheck(CheckContext context, Marks marks) {
    this.context = context;
    this.marks = marks;
  }

  void check(StoredSubnet stored) {
    context.forEach(
        Family.RESTS,
        RowKeys.number(stored.number(), key).toByteArray(),
        rows -> {
          byte[] rowKey = rows.key();
          UInt128 at = context.decoder().decode(Family.RESTS, rowKey, rowKey, RowDecoder::offset);
          long until =
              context.decoder().decode(Family.RESTS, rowKey, rows.value(), RocksRestTables::decode);
          String problem = problem(stored, at, until);
          if (problem != null) {
            context.problem(Family.RESTS, rowKey, problem);
          }
        });
  }

  private @Nullable String problem(StoredSubnet stored, UInt128 at, long until) {
    Subnet subnet = stored.subnet();
    if (subnet.rest().isZero()) {
      return "its subnet lets no address rest";
    }
    if (!CheckContext.isWithin(subnet.cidr(), at)) {
      return "its address is outside of its subnet";
    }
    if (until != Long.MAX_VALUE && until - subnet.rest().toMillis() > marks.millis()) {
      return "it began after the latest time of the store";
    }
    IpAddress address = subnet.cidr().first().plus(at.hi(), at.lo());
    boolean held =
        context.has(Family.ALLOCATIONS, RowKeys.allocation(stored.number(), address, key));
    return held && until > marks.millis() ? address + " rests, but is allocated" : null;
  }
}
