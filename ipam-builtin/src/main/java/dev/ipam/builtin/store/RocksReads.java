package dev.ipam.builtin.store;

import dev.ipam.builtin.store.RowKeys.Pointer;
import dev.ipam.error.ChangesNotKeptException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import dev.ipam.snapshot.Change;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.CheckProblem;
import dev.ipam.spi.CheckReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is committed, beside the writer and without waiting for it. Safe for use by any number
 * of threads.
 *
 * <p>Nothing that is read here can be undone by a crash: RocksDB inserts a batch into what readers
 * see only after its log record has been written and, with sync, synced. That holds because there
 * is one writer, and neither pipelined nor unordered writing is switched on.
 */
final class RocksReads implements Reads {
  private static final byte[] ALL = {};

  private final Rocks rocks;
  private final RowDecoder decoder;

  RocksReads(Rocks rocks, RowDecoder decoder) {
    this.rocks = rocks;
    this.decoder = decoder;
  }

  @Override
  public void backup(UUID id, Path directory) {
    StoreBackup.write(rocks, id, directory);
  }

  @Override
  public @Nullable StoredSubnet subnet(String id) {
    byte[] row = rocks.get(Family.SUBNETS, utf8(id));
    return row == null ? null : decoder.subnet(id, row);
  }

  @Override
  public Optional<Allocation> find(String subnetId, IpAddress address) {
    StoredSubnet subnet = required(subnetId);
    while (true) {
      byte[] key = RowKeys.allocation(subnet.number(), address, new ByteWriter(24)).toByteArray();
      byte[] row = rocks.get(Family.ALLOCATIONS, key);
      if (row != null) {
        // Rows of a removed subnet stay for a while as they were at its end: so this one was held
        // at some moment after the subnet was seen.
        return Optional.of(decoder.allocation(subnetId, address, key, row));
      }
      StoredSubnet now = required(subnetId);
      if (now.number() == subnet.number()) {
        return Optional.empty();
      }
      subnet = now;
    }
  }

  private StoredSubnet required(String id) {
    StoredSubnet subnet = subnet(id);
    if (subnet == null) {
      throw new SubnetNotFoundException(id);
    }
    return subnet;
  }

  @Override
  public Stream<Subnet> subnets() {
    ReadView view = rocks.view();
    return stream(
        view,
        Family.SUBNETS,
        ALL,
        rows -> {
          String id = new String(rows.key(), StandardCharsets.UTF_8);
          return decoder.subnet(id, rows.value()).subnet();
        });
  }

  @Override
  public Stream<Allocation> allocations(String subnetId) {
    ReadView view = rocks.view();
    try {
      byte[] row = view.get(Family.SUBNETS, utf8(subnetId));
      if (row == null) {
        throw new SubnetNotFoundException(subnetId);
      }
      long number = decoder.subnet(subnetId, row).number();
      byte[] prefix = RowKeys.number(number, new ByteWriter(8)).toByteArray();
      return stream(view, Family.ALLOCATIONS, prefix, rows -> allocation(subnetId, rows));
    } catch (RuntimeException e) {
      view.close();
      throw e;
    }
  }

  private Allocation allocation(String subnetId, Rows rows) {
    byte[] key = rows.key();
    IpAddress address = decoder.decode(Family.ALLOCATIONS, key, key, RowKeys::readAllocation);
    return decoder.allocation(subnetId, address, key, rows.value());
  }

  @Override
  public Stream<Allocation> holders(IpAddress address) {
    byte[] prefix = RowKeys.holders(address, new ByteWriter(17)).toByteArray();
    return pointed(Family.BY_ADDRESS, prefix, RowKeys::readByAddress);
  }

  @Override
  public Stream<Allocation> heldBy(String owner) {
    byte[] prefix = RowKeys.owner(owner, new ByteWriter(64)).toByteArray();
    return pointed(Family.BY_OWNER, prefix, RowKeys::readByOwner);
  }

  @Override
  public Stream<SnapshotRecord> snapshot(long nowMillis) {
    return SnapshotRows.stream(rocks.view(), decoder, nowMillis);
  }

  @Override
  public long lastChange() {
    byte[] row = rocks.get(Family.META, ChangeCodec.META_KEY);
    return row == null
        ? 0
        : decoder.decode(Family.META, ChangeCodec.META_KEY, row, ChangeCodec.Kept::decode).last();
  }

  @Override
  public Stream<Change> changes(String position, ChangePositions positions, long nowMillis) {
    ReadView view = rocks.view();
    try {
      ChangeCodec.Kept kept = ChangeRows.kept(view, decoder);
      long after = positions.commit(position);
      if (after < kept.floor() || after > kept.last()) {
        throw new ChangesNotKeptException(position, positions.text(kept.floor()));
      }
      return ChangeRows.stream(view, decoder, kept, after, positions::text, nowMillis);
    } catch (RuntimeException e) {
      view.close();
      throw e;
    }
  }

  private Stream<Allocation> pointed(Family family, byte[] prefix, Function<byte[], Pointer> form) {
    ReadView view = rocks.view();
    LiveNumbers live = new LiveNumbers(view, decoder);
    return stream(
        view,
        family,
        prefix,
        rows -> {
          byte[] key = rows.key();
          Pointer pointer = decoder.pointer(family, key, form);
          return live.contains(pointer.subnetId(), pointer.number())
              ? target(view, family, key, pointer)
              : null;
        });
  }

  private Allocation target(ReadView view, Family family, byte[] key, Pointer pointer) {
    IpAddress address = pointer.address();
    byte[] rowKey = RowKeys.allocation(pointer.number(), address, new ByteWriter(24)).toByteArray();
    byte[] row = view.get(Family.ALLOCATIONS, rowKey);
    if (row == null) {
      throw decoder.corrupt(family, key, "it points to an allocation that is not there");
    }
    return decoder.allocation(pointer.subnetId(), address, rowKey, row);
  }

  /** A form may return null for a row that is to be left out. */
  static <T> Stream<T> stream(
      ReadView view, Family family, byte[] prefix, Function<Rows, @Nullable T> form) {
    try {
      return new RowSpliterator<>(view, view.rows(family, prefix), form).stream();
    } catch (RuntimeException e) {
      view.close();
      throw e;
    }
  }

  @Override
  public CheckReport check(Consumer<CheckProblem> problems) {
    return StoreCheck.run(rocks, decoder, problems);
  }

  @Override
  public PoolReads pools() {
    return new RocksPoolReads(rocks, decoder);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
