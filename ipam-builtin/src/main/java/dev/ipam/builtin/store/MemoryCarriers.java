package dev.ipam.builtin.store;

import dev.ipam.request.Allocation;
import dev.ipam.snapshot.SnapshotRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a store in memory that follows another one was told of keys. */
final class MemoryCarriers implements CarrierTables {
  private static final SortedTree<Long, Carrier> NONE = SortedTree.natural();

  private final MemoryBatch batch;
  private final MemoryHome home;

  MemoryCarriers(MemoryBatch batch, MemoryHome home) {
    this.batch = batch;
    this.home = home;
  }

  private static SortedTree<Long, Carrier> carriers(MemoryContent content, String key) {
    SortedTree<Long, Carrier> carriers = content.carriers.get(key);
    return carriers == null ? NONE : carriers;
  }

  private void set(String key, SortedTree<Long, Carrier> carriers) {
    MemoryContent at = batch.changing();
    at.carriers = carriers.isEmpty() ? at.carriers.remove(key) : at.carriers.put(key, carriers);
  }

  @Override
  public boolean has(String key) {
    return home.shown().carriers.contains(key);
  }

  @Override
  public void put(StoredSubnet subnet, Allocation allocation) {
    String key = allocation.key();
    if (key != null) {
      Carrier carrier = new Carrier(subnet.number(), subnet.id(), allocation.address());
      set(key, carriers(batch.content(), key).put(allocation.token(), carrier));
    }
  }

  @Override
  public void delete(String key, long token) {
    set(key, carriers(batch.content(), key).remove(token));
  }

  @Override
  public List<Carrier> of(String key) {
    List<Carrier> found = new ArrayList<>();
    carriers(home.shown(), key).values().forEachRemaining(found::add);
    return found;
  }

  @Override
  public void note(String key, SnapshotRecord.@Nullable KeyRecord declared) {
    MemoryContent at = batch.changing();
    at.due = at.due.put(key, Optional.ofNullable(declared));
  }

  @Override
  public SnapshotRecord.@Nullable KeyRecord declared(String key) {
    Optional<SnapshotRecord.KeyRecord> noted = home.shown().due.get(key);
    return noted == null ? null : noted.orElse(null);
  }

  @Override
  public List<String> unsettled(int limit) {
    List<String> keys = new ArrayList<>();
    Iterator<String> noted = home.shown().due.keys();
    while (keys.size() < limit && noted.hasNext()) {
      keys.add(noted.next());
    }
    return keys;
  }

  @Override
  public void settled(String key) {
    MemoryContent at = batch.changing();
    at.due = at.due.remove(key);
  }

  @Override
  public void forget(String key) {
    settled(key);
    MemoryContent at = batch.content();
    at.carriers = at.carriers.remove(key);
  }

  @Override
  public void clear() {
    MemoryContent at = batch.changing();
    at.carriers = SortedTree.by(CodePoints.ORDER);
    at.due = SortedTree.by(CodePoints.ORDER);
  }
}
