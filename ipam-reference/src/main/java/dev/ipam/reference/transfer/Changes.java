package dev.ipam.reference.transfer;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.rows.AllocationRow;
import dev.ipam.reference.rows.ChangeEntries;
import dev.ipam.reference.rows.PoolRow;
import dev.ipam.reference.rows.RestRows;
import dev.ipam.reference.rows.RestRows.Rest;
import dev.ipam.reference.rows.ScopeRow;
import dev.ipam.reference.rows.StoreRow;
import dev.ipam.reference.rows.SubnetRow;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.SubnetPool;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What changed since a version: which things did is read from {@code ipam_change}, what they are
 * now from their own tables, all in one transaction.
 *
 * @ipam.rule 7.22 7.23
 */
public final class Changes implements Iterator<Change> {
  private static final String ROWS =
      "SELECT version, chunk, entries FROM ipam_change WHERE version > ? AND version <= ?"
          + " OR version = ? AND chunk > ? ORDER BY version, chunk LIMIT ";
  private static final int SOME = 20;

  private record Row(long version, int chunk, DataInputStream entries) {}

  private final Sql sql;
  private final SnapshotReader reader;
  private final Positions positions;
  private final StoreRow store;
  private final Map<Long, SubnetRow> subnets = new HashMap<>();
  private Iterator<Row> rows = List.<Row>of().iterator();
  private @Nullable Row row;
  private DataInputStream entries = new DataInputStream(new ByteArrayInputStream(new byte[0]));
  private long done;
  private final Deque<Change> ready = new ArrayDeque<>();
  private boolean ended;

  /** Walks over what changed after a version, up to the present. */
  public Changes(Sql sql, SnapshotReader reader, Positions positions, StoreRow store, long after) {
    this.sql = sql;
    this.reader = reader;
    this.positions = positions;
    this.store = store;
    this.done = after;
    this.ended = after == store.version();
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !ended) {
      try {
        if (entries.available() > 0) {
          add(step());
        } else if (!nextRow()) {
          // All of it has been told: the mark, and the position that none may fall behind.
          ended = true;
          done = store.version();
          add(new Change.Upsert(new TokenMark(store.token())));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return !ready.isEmpty();
  }

  private void add(Change.@Nullable Step step) {
    if (step != null) {
      ready.add(new Change(positions.text(done), step));
    }
  }

  @Override
  public Change next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private boolean nextRow() {
    Row last = row;
    if (!rows.hasNext()) {
      long version = last == null ? done : last.version;
      int chunk = last == null ? Integer.MAX_VALUE : last.chunk;
      rows =
          sql.all(
                  ROWS + SOME,
                  each ->
                      new Row(
                          each.getLong(1),
                          each.getInt(2),
                          new DataInputStream(new ByteArrayInputStream(each.getBytes(3)))),
                  version,
                  store.version(),
                  version,
                  chunk)
              .iterator();
      if (!rows.hasNext()) {
        return false;
      }
    }
    Row current = rows.next();
    if (last != null && last.version != current.version) {
      done = last.version;
      subnets.clear();
    }
    row = current;
    entries = current.entries;
    return true;
  }

  /** Null where the row it speaks of went with its subnet, whose removal is told. */
  private Change.@Nullable Step step() throws IOException {
    int kind = entries.readUnsignedByte();
    switch (kind) {
      case ChangeEntries.NAME -> {
        name(entries.readLong(), entries.readUTF());
        return null;
      }
      case ChangeEntries.SUBNET -> {
        SubnetRow subnet = SubnetRow.find(sql, entries.readUTF());
        return subnet == null ? null : new Change.Upsert(reader.record(subnet));
      }
      case ChangeEntries.SUBNET_REMOVED -> {
        return new Change.SubnetRemoved(entries.readUTF());
      }
      case ChangeEntries.KEY -> {
        String key = entries.readUTF();
        return upsertOr(reader.key(key), new Change.KeyRemoved(key));
      }
      case ChangeEntries.POOL -> {
        String id = entries.readUTF();
        SubnetPool pool = PoolRow.find(sql, id);
        return upsertOr(pool == null ? null : new PoolRecord(pool), new Change.PoolRemoved(id));
      }
      case ChangeEntries.SCOPE -> {
        String id = entries.readUTF();
        AddressScope scope = ScopeRow.find(sql, id);
        return upsertOr(scope == null ? null : new ScopeRecord(scope), new Change.ScopeRemoved(id));
      }
      default -> {
        return ofSubnet(kind, entries.readLong(), address());
      }
    }
  }

  private @Nullable IpAddress address() throws IOException {
    byte[] bytes = entries.readNBytes(entries.readUnsignedByte());
    return bytes.length == 0 ? null : IpAddress.ofBytes(bytes);
  }

  private void name(long number, String id) {
    SubnetRow subnet = SubnetRow.find(sql, id);
    if (subnet != null && subnet.number() == number) {
      subnets.put(number, subnet);
    }
  }

  private static Change.Step upsertOr(@Nullable SnapshotRecord record, Change.Step removal) {
    return record == null ? removal : new Change.Upsert(record);
  }

  private Change.@Nullable Step ofSubnet(int kind, long number, @Nullable IpAddress address) {
    SubnetRow subnet = subnets.get(number);
    if (subnet == null) {
      return null;
    }
    String id = subnet.subnet().id();
    if (address == null) {
      // A new pass: nothing is spent, and it stands at its start.
      add(new Change.PassMoved(id, null, started(subnet)));
      return new Change.Unspent(id, subnet.subnet().cidr().range());
    }
    return switch (kind) {
      case ChangeEntries.ADDRESS -> address(subnet, address);
      case ChangeEntries.PASS_MOVED -> new Change.PassMoved(id, address, started(subnet));
      case ChangeEntries.SPENT ->
          new Change.Upsert(new SpentRecord(id, List.of(new AddressRange(address, address))));
      default -> throw new IllegalStateException("table ipam_change has an entry of kind " + kind);
    };
  }

  private static @Nullable Instant started(SubnetRow subnet) {
    long millis = subnet.state().passStarted();
    return subnet.subnet().rest().isZero() || millis == Long.MIN_VALUE
        ? null
        : Instant.ofEpochMilli(millis);
  }

  private Change.Step address(SubnetRow subnet, IpAddress address) {
    String id = subnet.subnet().id();
    Allocation allocation = AllocationRow.find(sql, subnet.number(), id, address);
    if (allocation != null) {
      return new Change.Upsert(new SnapshotRecord.AllocationRecord(allocation));
    }
    Rest rest = new RestRows(sql, subnet.number()).find(address);
    return upsertOr(
        rest == null ? null : reader.record(subnet, rest), new Change.AddressFreed(id, address));
  }
}
