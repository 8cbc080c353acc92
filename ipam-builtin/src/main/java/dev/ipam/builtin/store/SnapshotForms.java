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
import dev.ipam.snapshot.SnapshotRecord.SpentRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records that every driver shares, made from what one view shows. */
final class SnapshotForms {
  private final RecordView view;
  private @Nullable String lastId;
  private @Nullable StoredSubnet lastSubnet;

  SnapshotForms(RecordView view) {
    this.view = view;
  }

  /** Remembers the last answer, since keys are often of one subnet. */
  private boolean isLive(String subnetId, long number) {
    if (!subnetId.equals(lastId)) {
      lastSubnet = view.subnet(subnetId);
      lastId = subnetId;
    }
    StoredSubnet stored = lastSubnet;
    return stored != null && stored.number() == number;
  }

  SnapshotRecord.SubnetRecord record(StoredSubnet stored) {
    return new SnapshotRecord.SubnetRecord(stored.subnet(), creation(stored));
  }

  private @Nullable BoundKey creation(StoredSubnet stored) {
    String name = stored.key();
    KeyRecord bound = name == null ? null : view.key(name);
    boolean own =
        bound != null
            && bound.operation() == Operation.CREATE_SUBNET
            && bound.parts().get(0).number() == stored.number();
    return name == null || bound == null || !own ? null : new BoundKey(name, bound.fingerprint());
  }

  SnapshotRecord.@Nullable KeyRecord key(String name) {
    KeyRecord bound = view.key(name);
    return bound == null ? null : record(name, bound);
  }

  /** Null where nothing is held under the key, or it is that of a subnet's creation. */
  SnapshotRecord.@Nullable KeyRecord record(String name, KeyRecord bound) {
    if (bound.operation() == Operation.CREATE_SUBNET) {
      return null;
    }
    for (Part part : bound.parts()) {
      if (part.released() < part.count() && isLive(part.subnetId(), part.number())) {
        return new SnapshotRecord.KeyRecord(
            new BoundKey(name, bound.fingerprint()),
            bound.parts().stream().map(Part::count).toList());
      }
    }
    return null;
  }

  /** The address that a pass handed out last; null where it stands at its start. */
  @Nullable IpAddress position(StoredSubnet stored) {
    PassRecord pass = view.pass(stored);
    return pass == null ? null : handedOutLast(stored.subnet(), pass);
  }

  /** When the present pass began; null where nothing rested then. */
  @Nullable Instant passStarted(StoredSubnet stored) {
    PassRecord pass = view.pass(stored);
    return pass == null || pass.startedMillis() == PassRecord.UNKNOWN
        ? null
        : Instant.ofEpochMilli(pass.startedMillis());
  }

  /**
   * The rest that a row speaks of, of an address that is not allocated; null where it is over and
   * the pass does not hold it against the address any more.
   */
  @Nullable RestRecord rest(StoredSubnet stored, UInt128 offset, long until, long now) {
    IpAddress address = stored.subnet().cidr().first().plus(offset.hi(), offset.lo());
    return until > now || waits(stored, address, offset, until)
        ? new RestRecord(stored.id(), address, Instant.ofEpochMilli(until))
        : null;
  }

  /** Whether an address that has rested during the pass waits for the next one. */
  private boolean waits(StoredSubnet stored, IpAddress address, UInt128 offset, long until) {
    Subnet subnet = stored.subnet();
    if (subnet.policy() != AllocationPolicy.SEQUENTIAL
        || subnet.pools().stream().noneMatch(pool -> pool.contains(address))) {
      return false;
    }
    PassRecord pass = view.pass(stored);
    IpAddress position = pass == null ? null : handedOutLast(subnet, pass);
    return (pass == null || until > pass.startedMillis())
        && (position == null || address.compareTo(position) > 0)
        && !view.isSpent(stored, offset);
  }

  /** The rest of an address that is not allocated, or null. */
  @Nullable RestRecord rest(StoredSubnet stored, IpAddress address, long now) {
    IpAddress network = stored.subnet().cidr().first();
    UInt128 offset = new UInt128(address.offsetHigh(network), address.offsetLow(network));
    Long until = view.rest(stored, offset);
    return until == null ? null : rest(stored, offset, until, now);
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

  /** What is spent ahead of a pass, as ranges; the offsets ascend. */
  static List<SpentRecord> spent(StoredSubnet of, List<UInt128> offsets) {
    IpAddress network = of.subnet().cidr().first();
    List<AddressRange> ranges = new ArrayList<>();
    IpAddress first = null;
    IpAddress last = null;
    for (UInt128 offset : offsets) {
      IpAddress address = network.plus(offset.hi(), offset.lo());
      if (first != null && last != null && !last.plus(1).equals(address)) {
        ranges.add(new AddressRange(first, last));
        first = address;
      } else if (first == null) {
        first = address;
      }
      last = address;
    }
    if (first != null && last != null) {
      ranges.add(new AddressRange(first, last));
    }
    List<SpentRecord> records = new ArrayList<>();
    for (int from = 0; from < ranges.size(); from += SpentRecord.FULL) {
      int to = Math.min(ranges.size(), from + SpentRecord.FULL);
      records.add(new SpentRecord(of.id(), ranges.subList(from, to)));
    }
    return records;
  }

  private static IpAddress before(IpAddress network, UInt128 offset) {
    return offset.lo() == 0
        ? network.plus(offset.hi() - 1, -1)
        : network.plus(offset.hi(), offset.lo() - 1);
  }

  static String text(byte[] rowKey) {
    return new String(rowKey, StandardCharsets.UTF_8);
  }
}
