package dev.ipam.reference.transfer;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.Sql;
import dev.ipam.reference.rows.AllocationRow;
import dev.ipam.reference.rows.Forms;
import dev.ipam.reference.rows.KeyRow;
import dev.ipam.reference.rows.PoolRow;
import dev.ipam.reference.rows.RestRows;
import dev.ipam.reference.rows.RestRows.Rest;
import dev.ipam.reference.rows.ScopeRow;
import dev.ipam.reference.rows.SpentRows;
import dev.ipam.reference.rows.SubnetRow;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.BoundKey;
import dev.ipam.request.SubnetPool;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.KeyRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import dev.ipam.snapshot.SnapshotRecord.SubnetRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records that every driver shares, made from the rows that one transaction sees.
 *
 * @param sql what reads them
 * @param now the time at which rests are over, in milliseconds since 1970
 */
public record SnapshotReader(Sql sql, long now) {
  private static final String LIMIT = " LIMIT " + Pages.SIZE;
  private static final String CARRIED =
      " AND EXISTS (SELECT 1 FROM ipam_allocation a JOIN ipam_subnet s"
          + " ON s.number = a.subnet_number WHERE a.key_name = ipam_key.name)";

  /** Below every address. */
  private static final byte[] BELOW = {0};

  /** All scopes. */
  public Iterator<AddressScope> scopes() {
    String text =
        "SELECT " + ScopeRow.COLUMNS + " FROM ipam_scope WHERE id > ? ORDER BY id" + LIMIT;
    return new Pages<>(last -> sql.all(text, ScopeRow::read, last == null ? "" : last.id()));
  }

  /** All subnet pools. */
  public Iterator<SubnetPool> pools() {
    String text = "SELECT " + PoolRow.COLUMNS + " FROM ipam_pool WHERE id > ? ORDER BY id" + LIMIT;
    return new Pages<>(last -> sql.all(text, PoolRow::read, last == null ? "" : last.id()));
  }

  /** All subnets. */
  public Iterator<SubnetRow> subnets() {
    String text =
        "SELECT " + SubnetRow.COLUMNS + " FROM ipam_subnet s WHERE s.id > ? ORDER BY s.id" + LIMIT;
    return new Pages<>(
        last -> sql.all(text, SubnetRow::read, last == null ? "" : last.subnet().id()));
  }

  /** The keys under which something is held, but for those of subnets' creations. */
  Iterator<KeyRow> keys() {
    String text =
        "SELECT "
            + KeyRow.COLUMNS
            + " FROM ipam_key WHERE name > ? AND subnet_number IS NULL"
            + CARRIED
            + " ORDER BY name"
            + LIMIT;
    return new Pages<>(last -> sql.all(text, KeyRow::read, last == null ? "" : last.name()));
  }

  SnapshotRecord record(KeyRow key) {
    return new KeyRecord(new BoundKey(key.name(), key.fingerprint()), key.counts());
  }

  /** The record of a key, or null where nothing is held under it. */
  @Nullable SnapshotRecord key(String name) {
    KeyRow key =
        sql.first(
            "SELECT "
                + KeyRow.COLUMNS
                + " FROM ipam_key WHERE name = ? AND subnet_number IS NULL"
                + CARRIED,
            KeyRow::read,
            name);
    return key == null ? null : record(key);
  }

  SubnetRecord record(SubnetRow row) {
    String name = row.key();
    KeyRow key = name == null ? null : KeyRow.find(sql, name);
    Long created = key == null ? null : key.subnetNumber();
    boolean own = created != null && created == row.number();
    return new SubnetRecord(
        row.subnet(), key == null || !own ? null : new BoundKey(key.name(), key.fingerprint()));
  }

  /** The pass and what is spent in it. */
  List<SnapshotRecord> pass(SubnetRow row) {
    List<SnapshotRecord> records = new ArrayList<>();
    if (row.subnet().policy() != AllocationPolicy.SEQUENTIAL) {
      return records;
    }
    IpAddress position = row.state().passAt();
    if (position != null) {
      records.add(new SnapshotRecord.PassRecord(row.subnet().id(), position));
    }
    List<AddressRange> ranges = spent(row, position);
    for (int from = 0; from < ranges.size(); from += SpentRecord.FULL) {
      int to = Math.min(ranges.size(), from + SpentRecord.FULL);
      records.add(new SpentRecord(row.subnet().id(), ranges.subList(from, to)));
    }
    return records;
  }

  /** No pass has 65,536 spent, so that they fit in memory. */
  private List<AddressRange> spent(SubnetRow row, @Nullable IpAddress position) {
    if (row.state().spent() == 0) {
      return List.of();
    }
    List<AddressRange> ranges = new ArrayList<>();
    for (IpAddress address :
        sql.all(
            "SELECT address FROM ipam_spent WHERE subnet_number = ? AND address > ?"
                + " ORDER BY address",
            each -> Forms.address(each, 1),
            row.number(),
            position == null ? BELOW : position.toBytes())) {
      int last = ranges.size() - 1;
      boolean adjoins = last >= 0 && ranges.get(last).last().plus(1).equals(address);
      AddressRange range = new AddressRange(adjoins ? ranges.get(last).first() : address, address);
      if (adjoins) {
        ranges.set(last, range);
      } else {
        ranges.add(range);
      }
    }
    return ranges;
  }

  /** The allocations of a subnet. */
  public Iterator<Allocation> allocations(SubnetRow row) {
    String text =
        "SELECT "
            + AllocationRow.COLUMNS
            + " FROM ipam_allocation a WHERE a.subnet_number = ? AND a.address > ?"
            + " ORDER BY a.address"
            + LIMIT;
    String id = row.subnet().id();
    return new Pages<>(
        last ->
            sql.all(
                text,
                each -> AllocationRow.read(each, id),
                row.number(),
                last == null ? BELOW : last.address().toBytes()));
  }

  /** What rests in a subnet, whether it is over or not. */
  public Iterator<Rest> rests(SubnetRow row) {
    String text =
        "SELECT address, until_millis, state FROM ipam_rest"
            + " WHERE subnet_number = ? AND address > ? ORDER BY address"
            + LIMIT;
    return new Pages<>(
        last ->
            sql.all(
                text,
                each -> new Rest(Forms.address(each, 1), each.getLong(2), each.getInt(3)),
                row.number(),
                last == null ? BELOW : last.address().toBytes()));
  }

  /** The record of a rest; null where it is over and the pass does not hold it any more. */
  @Nullable SnapshotRecord record(SubnetRow row, Rest rest) {
    boolean lasts = rest.state() != RestRows.WAITING && rest.untilMillis() > now;
    return lasts || waits(row, rest)
        ? new RestRecord(
            row.subnet().id(), rest.address(), Instant.ofEpochMilli(rest.untilMillis()))
        : null;
  }

  private boolean waits(SubnetRow row, Rest rest) {
    IpAddress position = row.state().passAt();
    if (row.subnet().policy() != AllocationPolicy.SEQUENTIAL
        || rest.state() == RestRows.OUTSIDE
        || (position != null && rest.address().compareTo(position) <= 0)) {
      return false;
    }
    return rest.state() == RestRows.WAITING
        || (rest.untilMillis() > row.state().passStarted()
            && !new SpentRows(sql, row.number()).contains(rest.address()));
  }
}
