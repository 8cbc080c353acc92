package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.builtin.store.KeyRecord.Operation;
import dev.ipam.builtin.store.KeyRecord.Part;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.BoundKey;
import dev.ipam.request.Subnet;
import dev.ipam.snapshot.SnapshotRecord;
import java.nio.charset.StandardCharsets;
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
    byte[] rowKey = RowKeys.number(stored.number(), key).toByteArray();
    byte[] row = view.get(Family.PASSES, rowKey);
    return row == null
        ? null
        : handedOutLast(
            stored.subnet(), decoder.decode(Family.PASSES, rowKey, row, PassRecord::decode));
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
    return at.equals(pools.get(0).first()) ? null : before(subnet.cidr().first(), next);
  }

  private static IpAddress before(IpAddress network, UInt128 offset) {
    return offset.lo() == 0
        ? network.plus(offset.hi() - 1, -1)
        : network.plus(offset.hi(), offset.lo() - 1);
  }

  /** The pass that has handed out an address last, or has not begun. */
  static PassRecord pass(Subnet subnet, @Nullable IpAddress last) {
    List<AddressRange> pools = subnet.pools();
    IpAddress network = subnet.cidr().first();
    if (pools.isEmpty() || pools.get(pools.size() - 1).last().equals(last)) {
      return new PassRecord(null);
    }
    IpAddress next = last == null ? pools.get(0).first() : last.plus(1);
    return new PassRecord(new UInt128(next.offsetHigh(network), next.offsetLow(network)));
  }

  long token(byte[] marksKey) {
    byte[] row = view.get(Family.META, marksKey);
    return row == null ? 0 : decoder.decode(Family.META, marksKey, row, Marks::decode).token();
  }

  static String text(byte[] rowKey) {
    return new String(rowKey, StandardCharsets.UTF_8);
  }
}
