package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.SubnetPool;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The records that the rows of one view hold. */
final class RocksRecordView implements RecordView {
  private final ReadView view;
  private final RowDecoder decoder;
  private final ByteWriter key = new ByteWriter(64);

  RocksRecordView(ReadView view, RowDecoder decoder) {
    this.view = view;
    this.decoder = decoder;
  }

  private <T> @Nullable T find(Family family, byte[] rowKey, BiFunction<byte[], byte[], T> form) {
    byte[] row = view.get(family, rowKey);
    return row == null ? null : form.apply(rowKey, row);
  }

  private <T> @Nullable T decoded(Family family, ByteWriter rowKey, Function<byte[], T> form) {
    return find(
        family, rowKey.toByteArray(), (named, row) -> decoder.decode(family, named, row, form));
  }

  private ByteWriter offset(StoredSubnet subnet, UInt128 offset) {
    return RowKeys.offset(subnet.number(), offset.hi(), offset.lo(), key);
  }

  @Override
  public Marks marks() {
    byte[] row = view.get(Family.META, RocksTables.MARKS_KEY);
    return row == null
        ? Marks.NONE
        : decoder.decode(Family.META, RocksTables.MARKS_KEY, row, Marks::decode);
  }

  @Override
  public @Nullable StoredSubnet subnet(String id) {
    return find(
        Family.SUBNETS,
        RowKeys.text(id, key).toByteArray(),
        (rowKey, row) -> decoder.subnet(id, row));
  }

  @Override
  public @Nullable Allocation allocation(StoredSubnet subnet, IpAddress address) {
    return find(
        Family.ALLOCATIONS,
        RowKeys.allocation(subnet.number(), address, key).toByteArray(),
        (rowKey, row) -> decoder.allocation(subnet.id(), address, rowKey, row));
  }

  @Override
  public @Nullable Long rest(StoredSubnet subnet, UInt128 offset) {
    return decoded(Family.RESTS, offset(subnet, offset), RocksRestTables::decode);
  }

  @Override
  public @Nullable PassRecord pass(StoredSubnet subnet) {
    return decoded(Family.PASSES, RowKeys.number(subnet.number(), key), PassRecord::decode);
  }

  @Override
  public boolean isSpent(StoredSubnet subnet, UInt128 offset) {
    return view.get(Family.SPENT, offset(subnet, offset).toByteArray()) != null;
  }

  @Override
  public @Nullable KeyRecord key(String name) {
    return decoded(Family.KEYS, RowKeys.text(name, key), KeyCodec::decode);
  }

  @Override
  public @Nullable SubnetPool pool(String id) {
    return find(
        Family.POOLS,
        RowKeys.text(id, key).toByteArray(),
        (rowKey, row) -> RocksPoolTables.pool(decoder, rowKey, row));
  }

  @Override
  public @Nullable AddressScope scope(String id) {
    return find(
        Family.SCOPES,
        RowKeys.text(id, key).toByteArray(),
        (rowKey, row) -> RocksPoolTables.scope(decoder, rowKey, row));
  }
}
