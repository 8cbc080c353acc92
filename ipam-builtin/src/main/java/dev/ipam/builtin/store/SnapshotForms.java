package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.builtin.store.KeyRecord.Operation;
import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.BoundKey;
import dev.ipam.request.Subnet;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.RestRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records that every driver shares, made from the rows of one view. */
final class SnapshotForms {
  private final ReadView view;
  private final RowDecoder decoder;
  private final LiveNumbers live;
  private final ByteWriter key = new ByteWriter(64);

  SnapshotForms(ReadView view, RowDecoder decoder) {
    this.view = view;
    this.decoder = decoder;
    this.live = new LiveNumbers(view, decoder);
  }

  boolean isLive(String subnetId, long number) {
    return live.contains(subnetId, number);
  }

  @Nullable StoredSubnet subnet(String id) {
    byte[] row = view.get(Family.SUBNETS, RowKeys.text(id, key).toByteArray());
    return row == null ? null : decoder.subnet(id, row);
  }

  SnapshotRecord.SubnetRecord record(StoredSubnet stored) {
    return new SnapshotRecord.SubnetRecord(stored.subnet(), creation(stored));
  }

  private @Nullable BoundKey creation(StoredSubnet stored) {
    String name = stored.key();
    KeyRecord bound = name == null ? null : bound(name);
    boolean own =
        bound != null
            && bound.operation() == Operation.CREATE_SUBNET
            && bound.parts().get(0).number() == stored.number();
    return name == null || bound == null || !own ? null : new BoundKey(name, bound.fingerprint());
  }

  private @Nullable KeyRecord bound(String name) {
    byte[] rowKey = RowKeys.text(name, key).toByteArray();
    byte[] row = view.get(Family.KEYS, rowKey);
    return row == null ? null : decoder.decode(Family.KEYS, rowKey, row, KeyCodec::decode);
  }

  SnapshotRecord.@Nullable KeyRecord key(String name) {
    KeyRecord bound = bound(name);
    return bound == null ? null : record(name, bound);
  }

  /** Null where nothing is held under the key, or it is that of a subnet's creation. */
  SnapshotRecord.@Nullable KeyRecord record(String name, KeyRecord bound) {
    if (bound.operation() == Operation.CREATE_SUBNET) {
      return null;
    }
    for (Part part : bound.parts()) {
      if (part.released() < part.count() && live.contains(part.subnetId(), part.number())) {
        return new SnapshotRecord.KeyRecord(
            new BoundKey(name, bound.fingerprint()),
            bound.parts().stream().map(Part::count).toList());
      }
    }
    return null;
  }

  /** The address that a pass handed out last; null where it stands at its start. */
  @Nullable IpAddress position(StoredSubnet stored) {
    PassRecord pass = pass(stored);
    return pass == null ? null : handedOutLast(stored.subnet(), pass);
  }

  /** When the present pass began; null where nothing rested then. */
  @Nullable Instant passStarted(StoredSubnet stored) {
    PassRecord pass = pass(stored);
    return pass == null || pass.startedMillis() == PassRecord.UNKNOWN
        ? null
        : Instant.ofEpochMilli(pass.startedMillis());
  }

  private @Nullable PassRecord pass(StoredSubnet stored) {
    byte[] rowKey = RowKeys.number(stored.number(), key).toByteArray();
    byte[] row = view.get(Family.PASSES, rowKey);
    return row == null ? null : decoder.decode(Family.PASSES, rowKey, row, PassRecord::decode);
  }

  /**
   * The rest that a row speaks of, of an address that is not allocated; null where it is over and
   * the pass does not hold it against the address any more.
   */
  @Nullable RestRecord rest(StoredSubnet stored, UInt128 offset, byte[] row, long now) {
    byte[] rowKey = RowKeys.offset(stored.number(), offset.hi(), offset.lo(), key).toByteArray();
    long until = decoder.decode(Family.RESTS, rowKey, row, RocksRestTables::decode);
    IpAddress address = stored.subnet().cidr().first().plus(offset.hi(), offset.lo());
    return until > now || waits(stored, address, rowKey, until)
        ? new RestRecord(stored.id(), address, Instant.ofEpochMilli(until))
        : null;
  }

  /** Whether an address that has rested during the pass waits for the next one. */
  private boolean waits(StoredSubnet stored, IpAddress address, byte[] rowKey, long until) {
    Subnet subnet = stored.subnet();
    if (subnet.policy() != AllocationPolicy.SEQUENTIAL
        || subnet.pools().stream().noneMatch(pool -> pool.contains(address))) {
      return false;
    }
    PassRecord pass = pass(stored);
    IpAddress position = pass == null ? null : handedOutLast(subnet, pass);
    return (pass == null || until > pass.startedMillis())
        && (position == null || address.compareTo(position) > 0)
        && view.get(Family.SPENT, rowKey) == null;
  }

  /** The rest of an address that is not allocated, or null. */
  @Nullable RestRecord rest(StoredSubnet stored, IpAddress address, long now) {
    IpAddress network = stored.subnet().cidr().first();
    UInt128 offset = new UInt128(address.offsetHigh(network), address.offsetLow(network));
    byte[] rowKey = RowKeys.offset(stored.number(), offset.hi(), offset.lo(), key).toByteArray();
    byte[] row = view.get(Family.RESTS, rowKey);
    return row == null ? null : rest(stored, offset, row, now);
  }

  /** Of a pass that is over, what it handed out last is the last address of the pools. */
  static @Nullable IpAddress handedOutLast(Subnet subnet, PassRecord pass) {
    List<AddressRange> pools = subnet.pools();
    if (pools.isEmpty()) {
      return null;
    }
    UInt128 next = pass.position();
    if (next == null) {
      return pools.get(pools.size() - 1).last();
    }
    IpAddress at = subnet.cidr().first().plus(next.hi(), next.lo());
    // A pass of former pools, of which a change tells later on, may stand before the present ones.
    boolean atStart = at.compareTo(pools.get(0).first()) <= 0;
    return atStart ? null : before(subnet.cidr().first(), next);
  }

  private static IpAddress before(IpAddress network, UInt128 offset) {
    return offset.lo() == 0
        ? network.plus(offset.hi() - 1, -1)
        : network.plus(offset.hi(), offset.lo() - 1);
  }

  Marks marks() {
    byte[] row = view.get(Family.META, RocksTables.MARKS_KEY);
    return row == null
        ? Marks.NONE
        : decoder.decode(Family.META, RocksTables.MARKS_KEY, row, Marks::decode);
  }

  static String text(byte[] rowKey) {
    return new String(rowKey, StandardCharsets.UTF_8);
  }
}
