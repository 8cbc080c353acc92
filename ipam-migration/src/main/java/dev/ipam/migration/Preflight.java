package dev.ipam.migration;

import dev.ipam.error.MigrationRefusedException;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.spi.Capability;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the source's data needs of a target: refused is what the target could not represent, before
 * anything is changed.
 *
 * @ipam.rule 7.26
 */
final class Preflight {
  private final OpenedStore from;
  private final OpenedStore to;
  private final Map<Capability, String> lost = new EnumMap<>(Capability.class);
  private final boolean exports;
  private long subnets;
  private long allocations;

  private Preflight(OpenedStore from, OpenedStore to) {
    this.from = from;
    this.to = to;
    this.exports = Records.canExport(from);
  }

  /** Reads the source where the target lacks anything that its data may use. */
  static Preflight of(OpenedStore from, OpenedStore to, boolean count) {
    Preflight preflight = new Preflight(from, to);
    Set<Capability> there = to.driver().capabilities();
    boolean lacks =
        Stream.of(
                Capability.POLICIES,
                Capability.OWNERS,
                Capability.TOKENS,
                Capability.KEYS,
                Capability.REST,
                Capability.POOLS,
                Capability.SCOPES)
            .anyMatch(capability -> !there.contains(capability));
    if (lacks || count || !preflight.exports) {
      preflight.read(there);
    }
    if (from.driver().capabilities().contains(Capability.DURABLE)
        && !there.contains(Capability.DURABLE)) {
      preflight.lost.put(Capability.DURABLE, "what is stored survives no crash for certain");
    }
    return preflight;
  }

  private void read(Set<Capability> there) {
    boolean tokens = from.driver().capabilities().contains(Capability.TOKENS);
    try (Stream<SnapshotRecord> records = Records.of(from)) {
      records.forEach(record -> note(record, there, tokens));
    }
  }

  /** What the source is known to keep, and cannot be asked for. */
  private void unlisted(SnapshotRecord record) {
    if (record instanceof AllocationRecord held && held.allocation().key() != null) {
      lost.putIfAbsent(Capability.EXPORT, "idempotency keys, first " + held.allocation().key());
    } else if (record instanceof SubnetRecord subnet && !subnet.subnet().rest().isZero()) {
      lost.putIfAbsent(Capability.EXPORT, "what rests, first in subnet " + subnet.subnet().id());
    }
  }

  private void note(SnapshotRecord record, Set<Capability> there, boolean tokens) {
    if (!exports) {
      unlisted(record);
    }
    for (Capability capability : Capability.neededBy(record)) {
      // A key that an allocation carries has a record of its own, which names it.
      if (!(record instanceof AllocationRecord && capability == Capability.KEYS)) {
        need(there, capability, first(capability, record));
      }
    }
    if (record instanceof AllocationRecord held) {
      allocations++;
      if (tokens) {
        need(there, Capability.TOKENS, "tokens, first in subnet " + held.allocation().subnetId());
      }
    } else if (record instanceof SubnetRecord) {
      subnets++;
    }
  }

  private static String first(Capability lost, SnapshotRecord record) {
    if (record instanceof AllocationRecord held) {
      return "owners, first in subnet " + held.allocation().subnetId();
    }
    if (record instanceof SubnetRecord subnet) {
      String what =
          switch (lost) {
            case POLICIES -> "allocation policies";
            case REST -> "rest times";
            default -> "idempotency keys";
          };
      return what + ", first that of subnet " + subnet.subnet().id();
    }
    if (record instanceof KeyRecord key) {
      return "idempotency keys, first " + key.bound().key();
    }
    if (record instanceof PoolRecord pool) {
      return "subnet pools, first " + pool.pool().id();
    }
    if (record instanceof ScopeRecord scope) {
      return "address scopes, first " + scope.scope().id();
    }
    return lost.label();
  }

  private void need(Set<Capability> there, Capability capability, String what) {
    if (!there.contains(capability)) {
      lost.putIfAbsent(capability, what);
    }
  }

  /** What would be lost, by the capability that is missing. */
  Map<Capability, String> lost() {
    return lost;
  }

  long subnets() {
    return subnets;
  }

  long allocations() {
    return allocations;
  }

  void require() {
    if (!lost.isEmpty()) {
      StringBuilder reason = new StringBuilder("the target would lose ");
      String between = "";
      for (Map.Entry<Capability, String> each : lost.entrySet()) {
        reason.append(between).append(each.getValue());
        boolean source = each.getKey() == Capability.EXPORT;
        reason.append(source ? " (the source lacks " : " (it lacks ");
        reason.append(each.getKey().label()).append(')');
        between = "; ";
      }
      throw new MigrationRefusedException(
          from.ref().toString(), to.ref().toString(), reason.toString());
    }
  }
}
