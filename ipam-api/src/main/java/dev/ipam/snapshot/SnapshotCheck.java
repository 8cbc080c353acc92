package dev.ipam.snapshot;

import dev.ipam.error.InvalidDumpException;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Checks, record by record, that a sequence of records is in canonical order and that a store could
 * have come to hold it by its own operations.
 *
 * <p>What needs more memory than one pass allows is left to the driver: that no two allocations
 * have one token, that no two keys are equal, and that allocations and keys agree.
 *
 * <p>Not safe for use by several threads at once.
 *
 * @ipam.rule 7.18..7.20
 * @since 0.1
 */
public final class SnapshotCheck {
  /** Orders texts by Unicode code point, as records are. */
  public static final Comparator<String> BY_CODE_POINT = CodePoints::compare;

  private static final int MARK = 0;
  private static final int SCOPES = 1;
  private static final int POOLS = 2;
  private static final int SUBNETS = 3;
  private static final int KEYS = 4;

  private final PlanCheck plan = new PlanCheck();
  private @Nullable SubnetContentCheck subnet;
  private long records;
  private long mark = -1;
  private int stage = MARK;
  private @Nullable String lastId;

  /** Makes a check that has seen nothing. */
  public SnapshotCheck() {}

  /**
   * Takes the next record.
   *
   * @param record the record
   * @throws InvalidDumpException if it cannot come here; its position is {@code record N}, counting
   *     from 1
   */
  public void accept(SnapshotRecord record) {
    records++;
    try {
      check(record);
    } catch (Refusal e) {
      throw new InvalidDumpException("record " + records, e.reason);
    }
  }

  /**
   * Says that no more records come.
   *
   * @throws InvalidDumpException if there was not even a token mark
   */
  public void end() {
    if (mark < 0) {
      throw new InvalidDumpException("record " + (records + 1), "the token mark is missing");
    }
  }

  /**
   * Returns how many records were taken.
   *
   * @return their number
   */
  public long records() {
    return records;
  }

  private void check(SnapshotRecord record) throws Refusal {
    if ((mark < 0) != (record instanceof TokenMark)) {
      throw new Refusal("the token mark must come first, and only there");
    }
    if (record instanceof AllocationRecord allocation) {
      subnet(allocation.allocation().subnetId()).allocation(allocation.allocation(), mark);
    } else if (record instanceof RestRecord rest) {
      subnet(rest.subnetId()).rest(rest);
    } else if (record instanceof PassRecord pass) {
      subnet(pass.subnetId()).pass(pass);
    } else if (record instanceof SpentRecord spent) {
      subnet(spent.subnetId()).spent(spent);
    } else if (record instanceof TokenMark tokenMark) {
      mark = tokenMark.token();
    } else if (record instanceof ScopeRecord scope) {
      ascend(SCOPES, "scope", scope.scope().id());
      plan.scope(scope.scope());
    } else if (record instanceof PoolRecord pool) {
      ascend(POOLS, "pool", pool.pool().id());
      plan.pool(pool.pool());
    } else if (record instanceof SubnetRecord next) {
      ascend(SUBNETS, "subnet", next.subnet().id());
      plan.subnet(next.subnet());
      subnet = new SubnetContentCheck(next.subnet());
    } else if (record instanceof KeyRecord key) {
      ascend(KEYS, "key", key.bound().key());
    }
  }

  private SubnetContentCheck subnet(String id) throws Refusal {
    SubnetContentCheck current = subnet;
    if (stage != SUBNETS || current == null || !current.id().equals(id)) {
      throw new Refusal("it is of subnet " + Refusal.quote(id) + ", whose record is not before it");
    }
    return current;
  }

  private void ascend(int next, String kind, String id) throws Refusal {
    if (next < stage) {
      throw new Refusal("a " + kind + " must come before what is there already");
    }
    if (next > stage) {
      stage = next;
    } else if (lastId != null && CodePoints.compare(lastId, id) >= 0) {
      throw new Refusal(
          kind
              + " "
              + Refusal.quote(id)
              + (lastId.equals(id) ? " comes twice" : " is not in the order of ids"));
    }
    lastId = id;
  }
}
