package dev.ipam.builtin.store;

import dev.ipam.builtin.index.PoolIndex;
import dev.ipam.builtin.index.UInt128;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.Subnet;
import org.jspecify.annotations.Nullable;

/** Compares the pass of a subnet, and what is spent ahead of it, with the pools. */
final class PassCheck {
  private static final String ASTRAY = "it stands where no pool is";

  private final CheckContext context;
  private final Marks marks;
  private final ByteWriter key = new ByteWriter(24);

  PassCheck(CheckContext context, Marks marks) {
    this.context = context;
    this.marks = marks;
  }

  void check(StoredSubnet stored, PoolIndex index) {
    boolean hasPass = stored.subnet().policy() == AllocationPolicy.SEQUENTIAL;
    byte[] number = RowKeys.number(stored.number(), key).toByteArray();
    byte[] row = context.get(Family.PASSES, number);
    String problem = null;
    if (hasPass != (row != null)) {
      problem = hasPass ? "its subnet has passes, but it is missing" : "its subnet has no passes";
    } else if (row != null) {
      PassRecord pass = context.decoder().decode(Family.PASSES, number, row, PassRecord::decode);
      index.loadPass(pass.position());
      problem = problem(stored.subnet(), pass);
    }
    if (problem != null) {
      context.problem(Family.PASSES, number, problem);
    }
    context.forEach(
        Family.SPENT,
        number,
        rows -> {
          byte[] rowKey = rows.key();
          UInt128 at = context.decoder().decode(Family.SPENT, rowKey, rowKey, RowDecoder::offset);
          if (!hasPass || !index.loadSpent(at.hi(), at.lo())) {
            context.problem(Family.SPENT, rowKey, "it is outside of the pools, or behind the pass");
          }
        });
  }

  private @Nullable String problem(Subnet subnet, PassRecord pass) {
    if (pass.startedMillis() > marks.millis()) {
      return "it began after the latest time of the store";
    }
    UInt128 at = pass.position();
    if (at == null) {
      return null;
    }
    if (!CheckContext.isWithin(subnet.cidr(), at)) {
      return ASTRAY;
    }
    IpAddress last = SnapshotForms.handedOutLast(subnet, pass);
    boolean known =
        !subnet.pools().isEmpty()
            && (last == null || subnet.pools().stream().anyMatch(pool -> pool.contains(last)));
    return known ? null : ASTRAY;
  }
}
