package dev.ipam.reference.rows;

import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.Sql;
import dev.ipam.request.Allocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The allocations that a transaction ends and makes, until {@link #flush} writes them: one
 * statement for each address, however often it changed hands.
 */
public final class AllocationBuffer {
  private static final int ROWS = 1_000;

  private record Id(long number, IpAddress address) {}

  private record Change(@Nullable Allocation before, @Nullable Allocation after) {}

  private final Sql sql;
  private final Map<Id, Change> changes = new LinkedHashMap<>();

  /** Makes an empty buffer. */
  public AllocationBuffer(Sql sql) {
    this.sql = sql;
  }

  /** Finds the allocation of an address. */
  public @Nullable Allocation find(long number, String subnetId, IpAddress address) {
    Change change = changes.get(new Id(number, address));
    return change != null ? change.after : AllocationRow.find(sql, number, subnetId, address);
  }

  /** Adds an allocation of an address that is not allocated. */
  public void add(long number, Allocation allocation) {
    changes.merge(
        new Id(number, allocation.address()),
        new Change(null, allocation),
        (old, now) -> new Change(old.before, now.after));
  }

  /** Puts another allocation in the place of one, or nothing. */
  public void replace(long number, Allocation before, @Nullable Allocation after) {
    changes.merge(
        new Id(number, before.address()),
        new Change(before, after),
        (old, now) -> new Change(old.before, now.after));
  }

  /** Forgets the changes of a subnet that is removed. */
  public void forget(long number) {
    changes.keySet().removeIf(id -> id.number == number);
  }

  /** Forgets all changes. */
  public void clear() {
    changes.clear();
  }

  /** Writes what has changed; it waits, as {@link Sql} says. */
  public void flush() {
    if (changes.isEmpty()) {
      return;
    }
    List<@Nullable Object[]> deleted = new ArrayList<>();
    List<@Nullable Object[]> updated = new ArrayList<>();
    List<@Nullable Object[]> inserted = new ArrayList<>();
    for (Map.Entry<Id, Change> entry : changes.entrySet()) {
      Id id = entry.getKey();
      Allocation before = entry.getValue().before;
      Allocation after = entry.getValue().after;
      if (after == null) {
        if (before != null) {
          deleted.add(new @Nullable Object[] {id.number, id.address.toBytes()});
        }
      } else if (before == null) {
        inserted.add(AllocationRow.values(id.number, after));
      } else if (!Objects.equals(before, after)) {
        updated.add(AllocationRow.values(id.number, after));
      }
      // A bulk may have a million: their rows need not be in memory at once.
      if (inserted.size() == ROWS) {
        sql.write(AllocationRow.INSERT, inserted);
        inserted.clear();
      }
    }
    changes.clear();
    sql.write(AllocationRow.DELETE, deleted);
    sql.write(AllocationRow.UPDATE, updated);
    sql.write(AllocationRow.INSERT, inserted);
  }
}
