package dev.ipam.builtin.store;

import dev.ipam.error.StoreCorruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** What the tables of an open store hold, for tests. */
public final class StoreContent {
  private StoreContent() {}

  /** Reads every row of every table, and returns how many there are and their digest. */
  public static String of(Tables tables) {
    StringBuilder all = new StringBuilder();
    byTable(tables)
        .forEach(
            (table, content) -> {
              if (content instanceof StoreCorruptException e) {
                throw e;
              }
              all.append(table).append(' ').append(content).append('\n');
            });
    return all.toString();
  }

  /** Returns of each table the digest of its rows, or the error that reading them ended with. */
  public static SortedMap<String, Object> byTable(Tables tables) {
    SortedMap<String, Object> contents = new TreeMap<>();
    try (ReadView view = ((RocksTables) tables).rocks().view()) {
      for (Family family : Family.values()) {
        try {
          contents.put(family.label(), digest(view, family));
        } catch (StoreCorruptException e) {
          contents.put(family.label(), e);
        }
      }
    }
    return contents;
  }

  private static String digest(ReadView view, Family family) {
    MessageDigest digest = sha256();
    int count = 0;
    try (Rows rows = view.rows(family, new byte[0])) {
      while (rows.next()) {
        count++;
        update(digest, rows.key());
        update(digest, rows.value());
      }
    }
    return count + " rows " + HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  /** Returns which table each file of tables is of, of a store that is not open. */
  public static Map<String, String> tablesOfFiles(Path store) {
    Map<String, String> tables = new HashMap<>();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (RocksOptions options =
        new RocksOptions(new StoreOptions(false, 1 << 20, 64), false, false)) {
      String path = store.resolve(StoreDirectory.DATA).toString();
      try (RocksDB database =
          RocksDB.openReadOnly(options.database(), path, options.families(), handles)) {
        for (LiveFileMetaData file : database.getLiveFilesMetaData()) {
          tables.put(
              StoreDirectory.DATA + file.fileName(),
              new String(file.columnFamilyName(), StandardCharsets.UTF_8));
        }
        handles.forEach(ColumnFamilyHandle::close);
      }
    } catch (RocksDBException e) {
      throw new AssertionError(e);
    }
    return tables;
  }

  /** Moves what is in memory of one table into a file; the log goes on in a new file. */
  public static void flushAllocations(Tables tables) {
    try {
      ((RocksTables) tables).rocks().flush(Family.ALLOCATIONS);
    } catch (RocksDBException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns how often the log was synced, of a store that counts it. */
  public static long logSyncs(Tables tables) {
    return ((RocksTables) tables).rocks().logSyncs().orElseThrow();
  }

  private static void update(MessageDigest digest, byte[] bytes) {
    digest.update(new byte[] {(byte) (bytes.length >> 8), (byte) bytes.length});
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
