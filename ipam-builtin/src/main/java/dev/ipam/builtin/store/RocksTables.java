package dev.ipam.builtin.store;

import dev.ipam.builtin.store.Overlay.Change;
import dev.ipam.builtin.store.RowKeys.AllocationKey;
import dev.ipam.builtin.store.RowKeys.Pointer;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.spi.AuthorityState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** The records in RocksDB: one batch at a time, written as one. */
final class RocksTables implements Tables {
  static final byte[] MARKS_KEY = "marks".getBytes(StandardCharsets.US_ASCII);

  private final Rocks rocks;
  private final RowDecoder decoder;
  private final BatchBuffer batch;
  private final ChangeLog changes;
  private final ByteWriter key = new ByteWriter(64);
  private final ByteWriter value = new ByteWriter(256);
  private final Overlay<String, StoredSubnet> subnets = new Overlay<>();
  private final Overlay<AllocationKey, Allocation> allocations = new Overlay<>();
  private final RocksKeyTables keys;
  private final RocksPassTables passes;
  private final RocksPoolTables pools;
  private final RocksIndexTables index;
  private final RocksRestTables rests;
  private final RocksCarriers carriers;
  private AuthorityState authority;
  private Marks marks;
  private Marks stored;
  private Marks markedMarks = Marks.NONE;
  private int markedLength;
  private int markedCount;

  RocksTables(Rocks rocks, Marks marks, AuthorityState authority, ChangeRetention keep) {
    this.rocks = rocks;
    this.decoder = new RowDecoder(rocks.store());
    this.batch = rocks.newBatch();
    this.changes = new ChangeLog(rocks, decoder, keep);
    this.pools = new RocksPoolTables(rocks, decoder, batch, changes);
    this.index = new RocksIndexTables(rocks, decoder, batch);
    this.keys = new RocksKeyTables(rocks, decoder, batch, changes);
    this.passes = new RocksPassTables(rocks, decoder, batch, changes);
    this.rests = new RocksRestTables(rocks, decoder, batch, changes);
    this.carriers = new RocksCarriers(rocks, decoder, batch);
    this.authority = authority;
    this.marks = marks;
    this.stored = marks;
  }

  ChangeLog changes() {
    return changes;
  }

  Rocks rocks() {
    return rocks;
  }

  BatchBuffer batch() {
    return batch;
  }

  /** Puts all that was committed into files of its own, durably. */
  void flush() {
    try {
      rocks.flush();
    } catch (RocksDBException e) {
      throw RocksFailures.unavailable(rocks.store(), e, Outcome.NOT_APPLIED);
    }
  }

  /** Deletes what an import noted, once and for all. */
  void clearImported() {
    batch.deleteRange(Family.IMPORTED, new byte[] {0}, new byte[] {-1});
    commit();
    try {
      rocks.compact(Family.IMPORTED);
    } catch (RocksDBException e) {
      throw RocksFailures.unavailable(rocks.store(), e, Outcome.NOT_APPLIED);
    }
  }

  @Override
  public Reads reads() {
    return new RocksReads(rocks, decoder);
  }

  @Override
  public void close(Supplier<? extends IpamException> why) {
    rocks.close(why);
  }

  @Override
  public boolean isDirty() {
    return !batch.isEmpty() || !marks.equals(stored);
  }

  @Override
  public boolean isWritable() {
    return rocks.isWritable();
  }

  @Override
  public int size() {
    return batch.length();
  }

  @Override
  public void commit() {
    if (!isDirty()) {
      return;
    }
    if (!marks.equals(stored)) {
      marks.encode(value.clear());
      batch.put(Family.META, key.clear().raw(MARKS_KEY), value);
    }
    changes.write(batch, marks.millis());
    try {
      rocks.write(batch);
    } catch (RocksDBException e) {
      throw RocksFailures.writing(rocks.store(), e);
    }
    stored = marks;
    batch.clear();
    subnets.clear();
    allocations.clear();
    keys.clear();
    pools.clear();
  }

  @Override
  public IndexTables index() {
    return index;
  }

  @Override
  public PoolTables pools() {
    return pools;
  }

  @Override
  public PassTables passes() {
    return passes;
  }

  @Override
  public KeyTables keys() {
    return keys;
  }

  @Override
  public RestTables rests() {
    return rests;
  }

  @Override
  public CarrierTables carriers() {
    return carriers;
  }

  @Override
  public Marks marks() {
    return marks;
  }

  @Override
  public void setMarks(Marks marks) {
    this.marks = marks;
  }

  @Override
  public AuthorityState authority() {
    return authority;
  }

  @Override
  public void setAuthority(AuthorityState state) {
    authority = state;
    AuthorityRow.put(state, batch);
  }

  @Override
  public @Nullable StoredSubnet subnet(String id) {
    Change<StoredSubnet> change = subnets.get(id);
    if (change != null) {
      return change.value();
    }
    byte[] row = rocks.get(Family.SUBNETS, RowKeys.text(id, key).toByteArray());
    return row == null ? null : decoder.subnet(id, row);
  }

  @Override
  public void addSubnet(StoredSubnet subnet) {
    putSubnet(subnet);
    if (subnet.subnet().policy() == AllocationPolicy.SEQUENTIAL) {
      passes.begin(subnet);
    }
  }

  @Override
  public void putSubnet(StoredSubnet subnet) {
    changes.subnet(subnet.id());
    subnets.put(subnet.id(), subnet);
    SubnetCodec.encode(subnet, value.clear());
    batch.put(Family.SUBNETS, RowKeys.text(subnet.id(), key), value);
  }

  @Override
  public void deleteSubnet(StoredSubnet subnet, boolean hasAllocations) {
    changes.subnetRemoved(subnet.id());
    subnets.delete(subnet.id());
    batch.delete(Family.SUBNETS, RowKeys.text(subnet.id(), key));
    batch.delete(Family.PASSES, RowKeys.number(subnet.number(), key));
    if (!subnet.subnet().rest().isZero()) {
      rests.deleteAll(subnet);
    }
    if (hasAllocations) {
      noteRemoved(new Removed(subnet, null), false);
    }
  }

  @Override
  public @Nullable Allocation allocation(StoredSubnet subnet, IpAddress address) {
    Change<Allocation> change = allocations.get(new AllocationKey(subnet.number(), address));
    if (change != null) {
      return change.value();
    }
    byte[] rowKey = RowKeys.allocation(subnet.number(), address, key).toByteArray();
    byte[] row = rocks.get(Family.ALLOCATIONS, rowKey);
    return row == null ? null : decoder.allocation(subnet.id(), address, rowKey, row);
  }

  @Override
  public void putAllocation(StoredSubnet subnet, Allocation allocation) {
    changes.address(subnet, allocation.address());
    IpAddress address = allocation.address();
    allocations.put(new AllocationKey(subnet.number(), address), allocation);
    AllocationCodec.encode(allocation, value.clear());
    batch.put(Family.ALLOCATIONS, RowKeys.allocation(subnet.number(), address, key), value);
    batch.put(Family.BY_ADDRESS, RowKeys.byAddress(subnet, address, key));
    String owner = allocation.owner();
    if (owner != null) {
      batch.put(Family.BY_OWNER, RowKeys.byOwner(subnet, owner, address, key));
    }
  }

  @Override
  public void deleteAllocation(StoredSubnet subnet, Allocation allocation) {
    changes.address(subnet, allocation.address());
    IpAddress address = allocation.address();
    allocations.delete(new AllocationKey(subnet.number(), address));
    batch.delete(Family.ALLOCATIONS, RowKeys.allocation(subnet.number(), address, key));
    batch.delete(Family.BY_ADDRESS, RowKeys.byAddress(subnet, address, key));
    String owner = allocation.owner();
    if (owner != null) {
      batch.delete(Family.BY_OWNER, RowKeys.byOwner(subnet, owner, address, key));
    }
  }

  @Override
  public List<Held> heldBy(String owner) {
    HeldBy found = new HeldBy(this, owner);
    byte[] prefix = RowKeys.owner(owner, key).toByteArray();
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.BY_OWNER, prefix)) {
      while (rows.next()) {
        Pointer pointer = decoder.pointer(Family.BY_OWNER, rows.key(), RowKeys::readByOwner);
        found.add(pointer.subnetId(), pointer.number(), pointer.address());
      }
    }
    for (Map.Entry<AllocationKey, Change<Allocation>> entry : allocations.changes().entrySet()) {
      Allocation allocation = entry.getValue().value();
      if (allocation != null && owner.equals(allocation.owner())) {
        found.add(allocation.subnetId(), entry.getKey().number(), allocation.address());
      }
    }
    return found.sorted();
  }

  @Override
  public void forEachAllocated(StoredSubnet subnet, Consumer<IpAddress> visitor) {
    byte[] prefix = RowKeys.number(subnet.number(), key).toByteArray();
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.ALLOCATIONS, prefix)) {
      while (rows.next()) {
        visitor.accept(
            decoder.decode(Family.ALLOCATIONS, rows.key(), rows.key(), RowKeys::readAllocation));
      }
    }
  }

  @Override
  public void forEachRemoved(BiConsumer<StoredSubnet, @Nullable IpAddress> visitor) {
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.REMOVED, new byte[0])) {
      while (rows.next()) {
        Removed removed =
            decoder.decode(Family.REMOVED, rows.key(), rows.value(), RowDecoder::removed);
        visitor.accept(removed.subnet(), removed.doneTo());
      }
    }
  }

  @Override
  public List<Allocation> nextOfRemoved(Removed removed, int limit) {
    StoredSubnet subnet = removed.subnet();
    byte[] prefix = RowKeys.number(subnet.number(), key).toByteArray();
    IpAddress doneTo = removed.doneTo();
    byte[] from =
        doneTo == null ? prefix : RowKeys.allocation(subnet.number(), doneTo, key).toByteArray();
    List<Allocation> next = new ArrayList<>(limit);
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.ALLOCATIONS, prefix, from)) {
      while (next.size() < limit && rows.next()) {
        byte[] rowKey = rows.key();
        IpAddress address =
            decoder.decode(Family.ALLOCATIONS, rowKey, rowKey, RowKeys::readAllocation);
        next.add(decoder.allocation(subnet.id(), address, rowKey, rows.value()));
      }
    }
    return next;
  }

  @Override
  public void noteRemoved(Removed removed, boolean done) {
    RowKeys.number(removed.subnet().number(), key);
    if (done) {
      batch.delete(Family.REMOVED, key);
    } else {
      RowDecoder.encodeRemoved(removed, value.clear());
      batch.put(Family.REMOVED, key, value);
    }
  }

  @Override
  public StoreCorruptException contradiction(String table, String row, String problem) {
    return new StoreCorruptException(
        rocks.store().toString(), "table " + table + ", row \"" + row + "\"", problem);
  }

  @Override
  public void mark() {
    changes.mark();
    markedLength = batch.length();
    markedCount = batch.count();
    markedMarks = marks;
    subnets.mark();
    allocations.mark();
    keys.mark();
  }

  @Override
  public void release() {
    subnets.release();
    allocations.release();
    keys.release();
  }

  @Override
  public void rollback() {
    changes.rollback();
    batch.truncate(markedLength, markedCount);
    marks = markedMarks;
    subnets.rollback();
    allocations.rollback();
    keys.rollback();
  }
}
