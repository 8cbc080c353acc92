package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.builtin.store.Overlay.Change;
import dev.ipam.builtin.store.RowKeys.AllocationKey;
import dev.ipam.builtin.store.RowKeys.Pointer;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.spi.AuthorityState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** The records in RocksDB: one batch at a time, written as one. */
final class RocksTables implements Tables {
  private static final byte[] STORE_KEY = "store".getBytes(StandardCharsets.US_ASCII);
  static final byte[] MARKS_KEY = "marks".getBytes(StandardCharsets.US_ASCII);
  private static final int CHUNK = 1024;
  private static final int META_VERSION = 1;

  private final Rocks rocks;
  private final RowDecoder decoder;
  private final BatchBuffer batch;
  private final ChangeLog changes;
  private final ByteWriter key = new ByteWriter(64);
  private final ByteWriter value = new ByteWriter(256);
  private final Overlay<String, StoredSubnet> subnets = new Overlay<>();
  private final Overlay<AllocationKey, Allocation> allocations = new Overlay<>();
  private final Overlay<String, KeyRecord> keys = new Overlay<>();
  private final Overlay<String, List<IpAddress>> results = new Overlay<>();
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

  private RocksTables(Rocks rocks, Marks marks, AuthorityState authority, ChangeRetention keep) {
    this.rocks = rocks;
    this.decoder = new RowDecoder(rocks.store());
    this.batch = rocks.newBatch();
    this.changes = new ChangeLog(rocks, decoder, keep);
    this.pools = new RocksPoolTables(rocks, decoder, batch, changes);
    this.index = new RocksIndexTables(rocks, decoder, batch);
    this.rests = new RocksRestTables(rocks, decoder, batch, changes);
    this.carriers = new RocksCarriers(rocks, decoder, batch);
    this.authority = authority;
    this.marks = marks;
    this.stored = marks;
  }

  /** Makes the tables of a new store. */
  static void create(Path store, StoreOptions options, UUID id) {
    // Durable in any mode: what comes after this says that the store is there.
    StoreOptions durable = new StoreOptions(true, options.cacheBytes(), options.openFiles());
    Rocks rocks = Rocks.open(store, durable, true);
    try {
      BatchBuffer batch = rocks.newBatch();
      ByteWriter key = new ByteWriter(16);
      ByteWriter value = new ByteWriter(64);
      value.octet(META_VERSION).fixed64(id.getMostSignificantBits());
      value.fixed64(id.getLeastSignificantBits());
      batch.put(Family.META, key.raw(STORE_KEY), value);
      Marks.NONE.encode(value.clear());
      batch.put(Family.META, key.clear().raw(MARKS_KEY), value);
      rocks.write(batch);
    } catch (RocksDBException e) {
      throw RocksFailures.unavailable(store, e, Outcome.NOT_APPLIED);
    } finally {
      rocks.close(rocks::closed);
    }
  }

  static RocksTables open(Path store, StoreOptions options, UUID id) {
    try {
      ManifestSeal.check(store);
      LogTail.checkAll(store);
    } catch (IOException e) {
      throw StoreDirectory.failure(store, e);
    }
    return opened(Rocks.open(store, options, false), options, id);
  }

  /** Opens the tables as of now, beside the process that writes them. */
  static RocksTables openReadOnly(Path store, StoreOptions options, UUID id) {
    return opened(Rocks.openReadOnly(store, options), options, id);
  }

  private static RocksTables opened(Rocks rocks, StoreOptions options, UUID id) {
    Path store = rocks.store();
    try {
      checkId(rocks, id);
      byte[] row = rocks.get(Family.META, MARKS_KEY);
      if (row == null) {
        throw new StoreCorruptException(store.toString(), "table meta", "row marks is missing");
      }
      Marks marks = new RowDecoder(store).decode(Family.META, MARKS_KEY, row, Marks::decode);
      return new RocksTables(rocks, marks, AuthorityRow.read(rocks), options.changes());
    } catch (RuntimeException e) {
      rocks.close(rocks::closed);
      throw e;
    }
  }

  private static void checkId(Rocks rocks, UUID expected) {
    byte[] row = rocks.get(Family.META, STORE_KEY);
    String store = rocks.store().toString();
    if (row == null) {
      throw new StoreCorruptException(store, "table meta", "row store is missing");
    }
    UUID id =
        new RowDecoder(rocks.store())
            .decode(
                Family.META,
                STORE_KEY,
                row,
                bytes -> {
                  ByteReader in = new ByteReader(bytes);
                  in.version(META_VERSION);
                  UUID read = new UUID(in.fixed64(), in.fixed64());
                  in.end();
                  return read;
                });
    if (!id.equals(expected)) {
      throw new StoreCorruptException(
          store, "directory " + StoreDirectory.DATA, "it is of another store, " + id);
    }
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
      throw RocksFailures.unavailable(rocks.store(), e, Outcome.UNKNOWN);
    }
    stored = marks;
    batch.clear();
    subnets.clear();
    allocations.clear();
    keys.clear();
    results.clear();
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
  public @Nullable PassRecord pass(StoredSubnet subnet) {
    byte[] rowKey = RowKeys.number(subnet.number(), key).toByteArray();
    byte[] row = rocks.get(Family.PASSES, rowKey);
    return row == null ? null : decoder.decode(Family.PASSES, rowKey, row, PassRecord::decode);
  }

  @Override
  public void putPass(StoredSubnet subnet, PassRecord pass) {
    changes.pass(subnet, pass);
    pass.encode(value.clear());
    batch.put(Family.PASSES, RowKeys.number(subnet.number(), key), value);
  }

  @Override
  public void forEachSpent(StoredSubnet subnet, Consumer<UInt128> visitor) {
    byte[] prefix = RowKeys.number(subnet.number(), key).toByteArray();
    try (ReadView view = rocks.view();
        Rows rows = view.rows(Family.SPENT, prefix)) {
      while (rows.next()) {
        visitor.accept(decoder.decode(Family.SPENT, rows.key(), rows.key(), RowDecoder::offset));
      }
    }
  }

  @Override
  public void putSpent(StoredSubnet subnet, long hi, long lo) {
    changes.spent(subnet, hi, lo);
    batch.put(Family.SPENT, RowKeys.offset(subnet.number(), hi, lo, key));
  }

  @Override
  public void deleteSpent(StoredSubnet subnet, UInt128 first, UInt128 last) {
    changes.unspent(subnet, first, last);
    RowKeys.offset(subnet.number(), first.hi(), first.lo(), key);
    if (first.equals(last)) {
      batch.delete(Family.SPENT, key);
      return;
    }
    byte[] from = key.toByteArray();
    byte[] to =
        Rows.after(RowKeys.offset(subnet.number(), last.hi(), last.lo(), key).toByteArray());
    if (to != null) {
      batch.deleteRange(Family.SPENT, from, to);
    }
  }

  @Override
  public @Nullable KeyRecord key(String name) {
    Change<KeyRecord> change = keys.get(name);
    if (change != null) {
      return change.value();
    }
    byte[] rowKey = RowKeys.text(name, key).toByteArray();
    byte[] row = rocks.get(Family.KEYS, rowKey);
    return row == null ? null : decoder.decode(Family.KEYS, rowKey, row, KeyCodec::decode);
  }

  @Override
  public void putKey(String name, KeyRecord bound) {
    changes.key(name);
    keys.put(name, bound);
    KeyCodec.encode(bound, value.clear());
    batch.put(Family.KEYS, RowKeys.text(name, key), value);
  }

  @Override
  public void deleteKey(String name, KeyRecord bound) {
    changes.key(name);
    keys.delete(name);
    results.delete(name);
    batch.delete(Family.KEYS, RowKeys.text(name, key));
    for (int chunk = 0; chunk < chunks(total(bound)); chunk++) {
      batch.delete(Family.KEY_RESULTS, RowKeys.keyResults(name, chunk, key));
    }
  }

  @Override
  public void putKeyResults(String name, List<IpAddress> addresses) {
    results.put(name, addresses);
    for (int chunk = 0; chunk < chunks(addresses.size()); chunk++) {
      int from = chunk * CHUNK;
      List<IpAddress> part = addresses.subList(from, Math.min(from + CHUNK, addresses.size()));
      KeyCodec.encodeResults(part, value.clear());
      batch.put(Family.KEY_RESULTS, RowKeys.keyResults(name, chunk, key), value);
    }
  }

  @Override
  public List<IpAddress> keyResults(String name, KeyRecord bound) {
    Change<List<IpAddress>> change = results.get(name);
    if (change != null && change.value() != null) {
      return change.value();
    }
    int total = total(bound);
    List<IpAddress> addresses = new ArrayList<>(total);
    for (int chunk = 0; chunk < chunks(total); chunk++) {
      byte[] rowKey = RowKeys.keyResults(name, chunk, key).toByteArray();
      byte[] row = rocks.get(Family.KEY_RESULTS, rowKey);
      if (row == null) {
        throw decoder.corrupt(Family.KEY_RESULTS, rowKey, "it is missing");
      }
      addresses.addAll(decoder.decode(Family.KEY_RESULTS, rowKey, row, KeyCodec::decodeResults));
    }
    if (addresses.size() != total) {
      byte[] rowKey = RowKeys.text(name, key).toByteArray();
      throw decoder.corrupt(
          Family.KEYS, rowKey, addresses.size() + " results are kept, not " + total);
    }
    return addresses;
  }

  private static int total(KeyRecord bound) {
    int total = 0;
    for (KeyRecord.Part part : bound.parts()) {
      total += part.count();
    }
    return total;
  }

  private static int chunks(int results) {
    return (results + CHUNK - 1) / CHUNK;
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
    results.mark();
  }

  @Override
  public void release() {
    subnets.release();
    allocations.release();
    keys.release();
    results.release();
  }

  @Override
  public void rollback() {
    changes.rollback();
    batch.truncate(markedLength, markedCount);
    marks = markedMarks;
    subnets.rollback();
    allocations.rollback();
    keys.rollback();
    results.rollback();
  }
}
