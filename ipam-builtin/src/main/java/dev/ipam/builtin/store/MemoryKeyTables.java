package dev.ipam.builtin.store;

import dev.ipam.error.StoreCorruptException;
import dev.ipam.net.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The idempotency keys in memory. */
final class MemoryKeyTables implements KeyTables {
  private final MemoryBatch batch;

  MemoryKeyTables(MemoryBatch batch) {
    this.batch = batch;
  }

  @Override
  public @Nullable KeyRecord get(String name) {
    return batch.content().keys.get(name);
  }

  @Override
  public void put(String name, KeyRecord bound) {
    batch.tell(steps -> steps.key(name));
    MemoryContent at = batch.changing();
    at.keys = at.keys.put(name, bound);
  }

  @Override
  public void delete(String name, KeyRecord bound) {
    batch.tell(steps -> steps.key(name));
    MemoryContent at = batch.changing();
    at.keys = at.keys.remove(name);
    at.results = at.results.remove(name);
  }

  @Override
  public void putResults(String name, List<IpAddress> addresses) {
    MemoryContent at = batch.changing();
    at.results = at.results.put(name, List.copyOf(addresses));
  }

  @Override
  public List<IpAddress> results(String name, KeyRecord bound) {
    List<IpAddress> results = batch.content().results.get(name);
    int total = bound.parts().stream().mapToInt(KeyRecord.Part::count).sum();
    int kept = results == null ? 0 : results.size();
    if (results == null || kept != total) {
      throw new StoreCorruptException(
          MemoryStore.LOCATION, "key \"" + name + "\"", kept + " results are kept, not " + total);
    }
    return results;
  }
}
