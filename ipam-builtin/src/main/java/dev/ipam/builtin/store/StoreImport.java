package dev.ipam.builtin.store;

import dev.ipam.builtin.store.KeyRecord.Operation;
import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.error.InvalidDumpException;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.BoundKey;
import dev.ipam.request.Subnet;
import dev.ipam.snapshot.SnapshotCheck;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import dev.ipam.spi.AuthorityState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tables of an import, beside those that are served, until they take their place.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class StoreImport implements AutoCloseable {
  private static final int BATCH_BYTES = 1 << 20;

  private final ImportTarget target;
  private final Tables tables;
  private final SnapshotCheck check = new SnapshotCheck();
  private final ImportedKeys keys;
  private @Nullable StoredSubnet subnet;
  private final ImportedIndex index;
  private long subnets;
  private long allocations;
  private long token;
  private long millis = Long.MIN_VALUE;
  private boolean closed;

  StoreImport(ImportTarget target) {
    this.target = target;
    this.tables = target.tables();
    this.keys = new ImportedKeys(tables, target.notes());
    this.index = new ImportedIndex(tables.index());
  }

  /**
   * Adds records.
   *
   * @param records the next ones
   * @throws InvalidDumpException if no store could hold them
   */
  public void add(List<SnapshotRecord> records) {
    for (SnapshotRecord record : records) {
      check.accept(record);
      put(record);
      if (tables.size() > BATCH_BYTES) {
        commit();
      }
    }
  }

  /** What is not known of these tables is known of the store's: nothing came to be in it. */
  private void commit() {
    try {
      tables.commit();
    } catch (UnavailableException e) {
      throw new UnavailableException(
          String.valueOf(e.fields().get("store")),
          String.valueOf(e.fields().get("reason")),
          Outcome.NOT_APPLIED,
          e);
    }
  }

  private void put(SnapshotRecord record) {
    if (record instanceof AllocationRecord held) {
      allocation(held.allocation());
    } else if (record instanceof SnapshotRecord.KeyRecord key) {
      if (!keys.isBegun()) {
        commit();
        keys.begin();
      }
      keys.add(key, check.records());
    } else if (record instanceof SubnetRecord next) {
      subnet(next.subnet(), next.creation());
    } else if (record instanceof RestRecord rest) {
      rest(rest);
    } else if (record instanceof SnapshotRecord.PassRecord pass) {
      StoredSubnet current = current();
      tables
          .passes()
          .put(current, PassRecord.after(current.subnet(), pass.position(), PassRecord.UNKNOWN));
    } else if (record instanceof SpentRecord spent) {
      spent(spent);
    } else if (record instanceof PoolRecord pool) {
      tables.pools().putPool(pool.pool());
    } else if (record instanceof ScopeRecord scope) {
      tables.pools().putScope(scope.scope());
    } else if (record instanceof TokenMark mark) {
      token = mark.token();
    }
  }

  private void subnet(Subnet next, @Nullable BoundKey creation) {
    StoredSubnet stored =
        new StoredSubnet(++subnets, next, creation == null ? null : creation.key());
    subnet = stored;
    index.begin(stored);
    tables.addSubnet(stored);
    String poolId = next.poolId();
    if (poolId != null) {
      tables.pools().putBlock(poolId, new PoolBlock(next.cidr(), next.id(), next.project()));
    }
    if (creation != null) {
      if (tables.keys().get(creation.key()) != null) {
        throw invalid("key \"" + creation.key() + "\" is of two subnets");
      }
      Part part = new Part(stored.number(), stored.id(), 0, 0);
      tables
          .keys()
          .put(
              creation.key(),
              new KeyRecord(creation.fingerprint(), Operation.CREATE_SUBNET, List.of(part)));
    }
  }

  private StoredSubnet current() {
    StoredSubnet current = subnet;
    if (current == null) {
      throw new IllegalStateException("the check let something pass that has no subnet");
    }
    return current;
  }

  private void rest(RestRecord rest) {
    StoredSubnet current = current();
    IpAddress network = current.subnet().cidr().first();
    long until = rest.until().toEpochMilli();
    millis = Math.max(millis, until - current.subnet().rest().toMillis());
    tables
        .rests()
        .put(current, rest.address().offsetHigh(network), rest.address().offsetLow(network), until);
  }

  private void spent(SpentRecord spent) {
    StoredSubnet current = current();
    IpAddress network = current.subnet().cidr().first();
    for (AddressRange range : spent.ranges()) {
      for (IpAddress at = range.first(); ; at = at.plus(1)) {
        tables.passes().putSpent(current, at.offsetHigh(network), at.offsetLow(network));
        if (at.equals(range.last())) {
          break;
        }
      }
    }
  }

  private void allocation(Allocation allocation) {
    StoredSubnet current = current();
    allocations++;
    millis = Math.max(millis, allocation.allocatedAt().toEpochMilli());
    tables.putAllocation(current, allocation);
    index.take(allocation.address());
    keys.note(current, allocation);
  }

  /**
   * Checks what can be checked only at the end; nothing can be added after it.
   *
   * @throws InvalidDumpException if the records are not complete or not consistent
   */
  public void finish() {
    check.end();
    index.end();
    commit();
    keys.finish(allocations, check.records());
  }

  /**
   * Completes the tables, which are closed and as durable as the store when this returns.
   *
   * @param former what the store gave out before
   * @param lastChange the commit that the changes told so far end with
   * @param authority whether the store is the authority
   */
  void complete(Marks former, long lastChange, AuthorityState authority) {
    tables.setAuthority(authority);
    target.startChangesAfter(lastChange);
    tables.setMarks(
        new Marks(
            Math.max(token, former.token()),
            Math.max(subnets, former.subnetNumber()),
            Math.max(millis, former.millis())));
    commit();
    target.settle();
    close();
  }

  ImportTarget target() {
    return target;
  }

  private InvalidDumpException invalid(String reason) {
    return new InvalidDumpException("record " + check.records(), reason);
  }

  /** Closes the tables; what they hold is left where it is. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      keys.close();
      tables.close(
          () ->
              new UnavailableException(
                  "the import", "it has been closed", Outcome.NOT_APPLIED, null));
    }
  }
}
