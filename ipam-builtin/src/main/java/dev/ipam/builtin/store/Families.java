package dev.ipam.builtin.store;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.rocksdb.ColumnFamilyHandle;

/** RocksDB's handles of the tables of an open store, and the numbers that its log knows them by. */
final class Families {
  private final Map<Family, ColumnFamilyHandle> handles = new EnumMap<>(Family.class);
  private final Map<Family, Integer> ids = new EnumMap<>(Family.class);

  /** Takes the handles in the order of the families. */
  Families(List<ColumnFamilyHandle> opened) {
    int next = 0;
    for (Family family : Family.values()) {
      ColumnFamilyHandle handle = opened.get(next++);
      handles.put(family, handle);
      ids.put(family, handle.getID());
    }
  }

  ColumnFamilyHandle handle(Family family) {
    return Objects.requireNonNull(handles.get(family));
  }

  int id(Family family) {
    return Objects.requireNonNull(ids.get(family));
  }
}
