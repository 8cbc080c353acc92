package dev.ipam.builtin.store;

import dev.ipam.builtin.store.CarrierTables.Carrier;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an import notes, in memory. */
final class MemoryImportNotes implements ImportNotes {
  private record Named(String key, long token) {
    static final Comparator<Named> ORDER =
        Comparator.comparing(Named::key, CodePoints.ORDER).thenComparingLong(Named::token);
  }

  private final Set<Long> tokens = new HashSet<>();
  private final TreeMap<Named, Carrier> carriers = new TreeMap<>(Named.ORDER);
  private Iterator<Map.Entry<Named, Carrier>> left = Collections.emptyIterator();

  @Override
  public void token(long token) {
    tokens.add(token);
  }

  @Override
  public void carrier(String key, long token, Carrier carrier) {
    carriers.put(new Named(key, token), carrier);
  }

  @Override
  public void begin() {
    left = carriers.entrySet().iterator();
  }

  @Override
  public @Nullable Carrying next() {
    if (!left.hasNext()) {
      return null;
    }
    Map.Entry<Named, Carrier> entry = left.next();
    return new Carrying(entry.getKey().key(), entry.getValue());
  }

  @Override
  public long tokens() {
    return tokens.size();
  }

  @Override
  public void clear() {
    left = Collections.emptyIterator();
    tokens.clear();
    carriers.clear();
  }

  @Override
  public void close() {
    left = Collections.emptyIterator();
  }
}
