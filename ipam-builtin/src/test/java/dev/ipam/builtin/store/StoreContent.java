package dev.ipam.builtin.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.rocksdb.RocksDBException;

/** What the tables of an open store hold, for tests. */
public final class StoreContent {
  private StoreContent() {}

  /** Reads every row of every table, and returns how many there are and their digest. */
  public static String of(Tables tables) {
    MessageDigest digest = sha256();
    int count = 0;
    try (ReadView view = ((RocksTables) tables).rocks().view()) {
      for (Family family : Family.values()) {
        digest.update(family.labelBytes());
        try (Rows rows = view.rows(family, new byte[0])) {
          while (rows.next()) {
            count++;
            update(digest, rows.key());
            update(digest, rows.value());
          }
        }
      }
    }
    return count + " rows " + HexFormat.of().formatHex(digest.digest(), 0, 8);
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
