package dev.ipam.migration;

import dev.ipam.net.IpAddress;
import dev.ipam.snapshot.SnapshotCheck;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.PassRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A walk over records in canonical order, which knows the place of the next one in it. */
final class RecordCursor implements AutoCloseable {
  /**
   * Where a record stands.
   *
   * @param stage the kind: mark, scopes, pools, subnets, keys
   * @param id the id of scope, pool or subnet, or the key
   * @param part of a subnet: its definition, its pass, the records of what is spent, its addresses
   * @param ordinal which of the records of what is spent
   * @param address which address
   */
  record Place(int stage, String id, int part, int ordinal, @Nullable IpAddress address)
      implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int order = Integer.compare(stage, other.stage);
      if (order == 0) {
        order = SnapshotCheck.BY_CODE_POINT.compare(id, other.id);
      }
      if (order == 0) {
        order = Integer.compare(part, other.part);
      }
      if (order == 0) {
        order = Integer.compare(ordinal, other.ordinal);
      }
      return order == 0 && address != null && other.address != null
          ? address.compareTo(other.address)
          : order;
    }
  }

  static final int SUBNETS = 3;
  static final int DEFINITION = 0;
  static final int PASS = 1;
  static final int SPENT = 2;
  static final int ADDRESSES = 3;

  private final Stream<SnapshotRecord> stream;
  private final Iterator<SnapshotRecord> records;
  private @Nullable SnapshotRecord next;
  private @Nullable Place place;
  private int spentRecords;
  private long count;

  RecordCursor(Stream<SnapshotRecord> stream) {
    this.stream = stream;
    try {
      this.records = stream.iterator();
      advance();
    } catch (RuntimeException | Error e) {
      stream.close();
      throw e;
    }
  }

  /** Returns the next record, or null at the end. */
  @Nullable SnapshotRecord peek() {
    return next;
  }

  @Nullable Place place() {
    return place;
  }

  long count() {
    return count;
  }

  void advance() {
    if (!records.hasNext()) {
      next = null;
      place = null;
      return;
    }
    SnapshotRecord record = records.next();
    count++;
    next = record;
    place = placeOf(record);
  }

  private Place placeOf(SnapshotRecord record) {
    if (record instanceof AllocationRecord held) {
      return address(held.allocation().subnetId(), held.allocation().address());
    }
    if (record instanceof RestRecord rest) {
      return address(rest.subnetId(), rest.address());
    }
    if (record instanceof SubnetRecord subnet) {
      spentRecords = 0;
      return new Place(SUBNETS, subnet.subnet().id(), DEFINITION, 0, null);
    }
    if (record instanceof PassRecord pass) {
      return new Place(SUBNETS, pass.subnetId(), PASS, 0, null);
    }
    if (record instanceof SpentRecord spent) {
      return new Place(SUBNETS, spent.subnetId(), SPENT, spentRecords++, null);
    }
    if (record instanceof KeyRecord key) {
      return new Place(4, key.bound().key(), 0, 0, null);
    }
    if (record instanceof PoolRecord pool) {
      return new Place(2, pool.pool().id(), 0, 0, null);
    }
    // What is left is the token mark, which comes first.
    return record instanceof ScopeRecord scope
        ? new Place(1, scope.scope().id(), 0, 0, null)
        : new Place(0, "", 0, 0, null);
  }

  private static Place address(String subnetId, IpAddress address) {
    return new Place(SUBNETS, subnetId, ADDRESSES, 0, address);
  }

  @Override
  public void close() {
    stream.close();
  }
}
