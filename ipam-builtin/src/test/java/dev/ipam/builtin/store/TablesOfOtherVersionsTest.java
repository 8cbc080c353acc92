package dev.ipam.builtin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreFormatUnsupportedException;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class TablesOfOtherVersionsTest {
  private static final StoreOptions OPTIONS = new StoreOptions(false, 1 << 20, 64);

  @TempDir Path directory;
  private Path path;

  /** Changes the tables behind the store's back. */
  private interface Change {
    void make(RocksDB database, List<ColumnFamilyHandle> handles) throws RocksDBException;
  }

  @BeforeEach
  void create() {
    path = directory.resolve("store");
    try (Store store = Store.open(path, true, OPTIONS, null)) {
      Tables tables = store.tables();
      Subnet subnet = Subnet.of(SubnetRequest.of("a", "10.0.0.0/24"));
      tables.putSubnet(new StoredSubnet(1, subnet, null));
      tables.commit();
      tables.close(() -> new StoreNotFoundException("builtin", "closed"));
    }
  }

  private List<String> tables() throws RocksDBException {
    try (Options none = new Options()) {
      return RocksDB.listColumnFamilies(none, path.resolve(StoreDirectory.DATA).toString()).stream()
          .map(name -> new String(name, StandardCharsets.UTF_8))
          .toList();
    }
  }

  private void change(Change change) throws RocksDBException {
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    for (String name : tables()) {
      descriptors.add(new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8)));
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    String data = path.resolve(StoreDirectory.DATA).toString();
    try (DBOptions options = new DBOptions();
        RocksDB database = RocksDB.open(options, data, descriptors, handles)) {
      change.make(database, handles);
      handles.forEach(ColumnFamilyHandle::close);
    }
  }

  private void drop(Family family) throws RocksDBException {
    change(
        (database, handles) -> {
          for (ColumnFamilyHandle handle : handles) {
            if (new String(handle.getName(), StandardCharsets.UTF_8).equals(family.label())) {
              database.dropColumnFamily(handle);
            }
          }
        });
    assertThat(tables()).doesNotContain(family.label());
  }

  @Test
  void aStoreFromBeforeAnythingRestedIsOpenedAndGetsTheTable() throws RocksDBException {
    drop(Family.RESTS);
    for (int i = 0; i < 2; i++) {
      try (Store store = Store.open(path, false, OPTIONS, null)) {
        Tables tables = store.tables();
        assertThat(tables.subnet("a")).isNotNull();
        tables.close(() -> new StoreNotFoundException("builtin", "closed"));
      }
    }
    assertThat(tables()).contains("rests");
  }

  @Test
  void anyOtherTableThatIsMissingIsDamage() throws RocksDBException {
    drop(Family.ALLOCATIONS);
    drop(Family.RESTS);
    List<String> before = tables();
    try (Store store = Store.open(path, false, OPTIONS, null)) {
      assertThatExceptionOfType(StoreCorruptException.class)
          .isThrownBy(store::tables)
          .withMessageContaining("allocations");
    }
    assertThat(tables()).isEqualTo(before);
  }

  @Test
  void aTableOfALaterVersionIsRefusedByName() throws RocksDBException {
    change(
        (database, handles) ->
            handles.add(
                database.createColumnFamily(
                    new ColumnFamilyDescriptor("wishes".getBytes(StandardCharsets.UTF_8)))));
    List<String> before = tables();
    try (Store store = Store.open(path, false, OPTIONS, null)) {
      assertThatExceptionOfType(StoreFormatUnsupportedException.class)
          .isThrownBy(store::tables)
          .withMessageContaining("wishes");
    }
    assertThat(tables()).isEqualTo(before);
  }
}
