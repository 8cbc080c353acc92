package dev.ipam.builtin.store;

import dev.ipam.error.Outcome;
import dev.ipam.error.StoreCorruptException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.rocksdb.RocksDBException;

/** Makes and opens the tables of a store, after all that can be checked without RocksDB. */
final class RocksOpening {
  private static final byte[] STORE_KEY = "store".getBytes(StandardCharsets.US_ASCII);
  private static final int META_VERSION = 1;

  private RocksOpening() {}

  /** Makes the tables of a new store. */
  static void create(Path store, StoreOptions options, UUID id) {
    // Durable in any mode: what comes after this says that the store is there.
    StoreOptions durable = new StoreOptions(true, options.cacheBytes(), options.openFiles());
    Rocks rocks = Rocks.open(store, durable, true);
    try {
      BatchBuffer batch = rocks.newBatch();
      putId(id, batch);
      ByteWriter value = new ByteWriter(64);
      Marks.NONE.encode(value);
      batch.put(Family.META, new ByteWriter(16).raw(RocksTables.MARKS_KEY), value);
      rocks.write(batch);
    } catch (RocksDBException e) {
      throw RocksFailures.unavailable(store, e, Outcome.NOT_APPLIED);
    } finally {
      rocks.close(rocks::closed);
    }
  }

  /** Says whose tables they are. */
  static void putId(UUID id, BatchBuffer batch) {
    ByteWriter value = new ByteWriter(64);
    value.octet(META_VERSION).fixed64(id.getMostSignificantBits());
    value.fixed64(id.getLeastSignificantBits());
    batch.put(Family.META, new ByteWriter(16).raw(STORE_KEY), value);
  }

  static RocksTables open(Path store, StoreOptions options, UUID id) {
    try {
      ManifestSeal.checkAndMend(store);
      LogTail.mendAll(store);
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
      byte[] row = rocks.get(Family.META, RocksTables.MARKS_KEY);
      if (row == null) {
        throw new StoreCorruptException(store.toString(), "table meta", "row marks is missing");
      }
      Marks marks =
          new RowDecoder(store).decode(Family.META, RocksTables.MARKS_KEY, row, Marks::decode);
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
}
