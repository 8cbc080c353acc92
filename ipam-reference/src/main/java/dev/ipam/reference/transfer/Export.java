package dev.ipam.reference.transfer;

import com.google.common.collect.Iterators;
import dev.ipam.reference.rows.RestRows.Rest;
import dev.ipam.reference.rows.SubnetRow;
import dev.ipam.request.Allocation;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.AllocationRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * All that a store holds, in the order of {@link SnapshotRecord}.
 *
 * @ipam.rule 7.11..7.13
 */
public final class Export {
  private final SnapshotReader reader;

  private Export(SnapshotReader reader) {
    this.reader = reader;
  }

  /** Walks over all records; memory is bounded by a page of each table. */
  public static Iterator<SnapshotRecord> of(SnapshotReader reader, long token) {
    Export export = new Export(reader);
    return Iterators.concat(
        Iterators.singletonIterator(new TokenMark(token)),
        Iterators.transform(reader.scopes(), ScopeRecord::new),
        Iterators.transform(reader.pools(), PoolRecord::new),
        Iterators.concat(
            Iterators.concat(Iterators.transform(reader.subnets(), export::subnet)),
            Iterators.transform(reader.keys(), reader::record)));
  }

  private Iterator<SnapshotRecord> subnet(SubnetRow row) {
    Iterator<Rest> rests =
        row.subnet().rest().isZero() ? Collections.emptyIterator() : reader.rests(row);
    return Iterators.concat(
        Iterators.singletonIterator(reader.record(row)),
        reader.pass(row).iterator(),
        new Addresses(row, reader.allocations(row), rests));
  }

  /** Allocations and rests, ascending. */
  private final class Addresses implements Iterator<SnapshotRecord> {
    private final SubnetRow row;
    private final Iterator<Allocation> allocations;
    private final Iterator<Rest> rests;
    private @Nullable Allocation held;
    private @Nullable Rest rest;
    private @Nullable SnapshotRecord resting;

    Addresses(SubnetRow row, Iterator<Allocation> allocations, Iterator<Rest> rests) {
      this.row = row;
      this.allocations = allocations;
      this.rests = rests;
    }

    private void fill() {
      if (held == null && allocations.hasNext()) {
        held = allocations.next();
      }
      while (resting == null && rests.hasNext()) {
        Rest next = rests.next();
        rest = next;
        resting = reader.record(row, next);
      }
    }

    @Override
    public boolean hasNext() {
      fill();
      return held != null || resting != null;
    }

    @Override
    public SnapshotRecord next() {
      fill();
      Allocation allocation = held;
      SnapshotRecord record = resting;
      Rest of = rest;
      if (record != null
          && of != null
          && (allocation == null || of.address().compareTo(allocation.address()) < 0)) {
        resting = null;
        return record;
      }
      if (allocation == null) {
        throw new NoSuchElementException();
      }
      held = null;
      return new AllocationRecord(allocation);
    }
  }
}
