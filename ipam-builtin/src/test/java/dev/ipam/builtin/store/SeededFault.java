package dev.ipam.builtin.store;

import dev.ipam.builtin.index.UInt128;
import dev.ipam.net.Cidr;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.RocksDBException;

/** Contradictions to put into the rows of a closed store that has some of each table. */
public enum SeededFault {
  UNREADABLE(Family.ALLOCATIONS, How.BREAK, "table allocations"),
  ALLOCATION_LOST(Family.ALLOCATIONS, How.DELETE, "points to an allocation that is not there"),
  OWNER_LOST(Family.BY_OWNER, How.DELETE, "missing in table by_owner"),
  ADDRESS_LOST(Family.BY_ADDRESS, How.DELETE, "missing in table by_address"),
  POINTER_OF_NO_SUBNET(Family.BY_ADDRESS, How.ADD_OF_NO_SUBNET, "points to no subnet"),
  KEY_LOST(Family.KEYS, How.DELETE, "which is missing"),
  KEY_UNREADABLE(Family.KEYS, How.BREAK, "table keys"),
  RESULTS_LOST(Family.KEY_RESULTS, How.DELETE, "0 results are kept, not 5"),
  TOUCHED_LOST(Family.TOUCHED, How.DELETE, "index"),
  CHUNK_TOO_MUCH(Family.CHUNKS, How.ADD_CHUNK, "but not allocated"),
  SUBNET_LOST(Family.SUBNETS, How.DELETE, "of no subnet"),
  SUBNET_UNREADABLE(Family.SUBNETS, How.BREAK, "table subnets"),
  PASS_LOST(Family.PASSES, How.DELETE, "its subnet has passes, but it is missing"),
  SPENT_OUTSIDE(Family.SPENT, How.ADD_SPENT, "behind the pass"),
  SPENT_OF_NO_SUBNET(Family.SPENT, How.ADD_OF_NO_SUBNET, "it is of no subnet"),
  BLOCK_LOST(Family.BY_POOL, How.DELETE, "missing in table by_pool"),
  BLOCK_OUTSIDE(Family.BY_POOL, How.ADD_BLOCK, "not the pool's"),
  POOL_LOST(Family.POOLS, How.DELETE, "its pool is missing"),
  SCOPE_LOST(Family.SCOPES, How.DELETE, "address scope"),
  PASS_UNREADABLE(Family.PASSES, How.BREAK, "table passes"),
  PASS_ASTRAY(Family.PASSES, How.ADD_PASS, "it stands where no pool is"),
  PASS_OF_NO_SUBNET(Family.PASSES, How.ADD_OF_NO_SUBNET, "it is of no subnet"),
  REST_UNREADABLE(Family.RESTS, How.BREAK, "table rests"),
  REST_OF_WHAT_IS_HELD(Family.RESTS, How.ADD_REST, "rests, but is allocated"),
  REST_WITHOUT_ANY(Family.RESTS, How.ADD_REST_ELSEWHERE, "lets no address rest"),
  REST_OF_NO_SUBNET(Family.RESTS, How.ADD_OF_NO_SUBNET, "it is of no subnet"),
  OWNER_UNREADABLE(Family.BY_OWNER, How.BREAK, "table by_owner"),
  ADDRESS_UNREADABLE(Family.BY_ADDRESS, How.BREAK, "table by_address"),
  SPENT_UNREADABLE(Family.SPENT, How.BREAK, "table spent"),
  CHUNK_UNREADABLE(Family.CHUNKS, How.BREAK_CHUNK, "table chunks"),
  CHUNK_OF_NO_SUBNET(Family.CHUNKS, How.ADD_OF_NO_SUBNET, "it is of no subnet"),
  TOUCHED_UNREADABLE(Family.TOUCHED, How.BREAK, "neither taken nor free"),
  TOUCHED_OF_NO_SUBNET(Family.TOUCHED, How.ADD_OF_NO_SUBNET, "it is of no subnet"),
  RESULTS_UNREADABLE(Family.KEY_RESULTS, How.BREAK, "table key_results"),
  BLOCK_UNREADABLE(Family.BY_POOL, How.BREAK, "table by_pool"),
  POOL_UNREADABLE(Family.POOLS, How.BREAK, "table pools"),
  SCOPE_UNREADABLE(Family.SCOPES, How.BREAK, "table scopes"),
  CHANGE_LOST(Family.CHANGES, How.DELETE, "is expected here"),
  LAST_CHANGE_LOST(Family.CHANGES, How.DELETE_LAST, "is missing of those up to"),
  CHANGE_UNREADABLE(Family.CHANGES, How.BREAK, "table changes"),
  IMPORT_LEFT(Family.IMPORTED, How.ADD_OF_NO_SUBNET, "an import left it behind"),
  REMOVED_LOST(Family.REMOVED, How.DELETE, "it is of no subnet"),
  REMOVED_UNREADABLE(Family.REMOVED, How.BREAK, "table removed"),
  META_UNKNOWN(Family.META, How.ADD_OF_NO_SUBNET, "nothing of this name is known"),
  MARKS_TOO_LOW(Family.META, How.LOWER_MARKS, "above the mark"),
  TIME_TOO_LOW(Family.META, How.LOWER_MARKS, "after the latest time of the store");

  private enum How {
    /** The first row of the table is deleted. */
    DELETE,
    DELETE_LAST,
    /** The first row of the table loses its last byte; where there is only a key, that does. */
    BREAK,
    /** The first chunk is not one any more. */
    BREAK_CHUNK,
    ADD_PASS,
    ADD_REST,
    ADD_REST_ELSEWHERE,
    ADD_OF_NO_SUBNET,
    ADD_CHUNK,
    ADD_SPENT,
    ADD_BLOCK,
    LOWER_MARKS
  }

  private final Family family;
  private final How how;
  private final String found;

  SeededFault(Family family, How how, String found) {
    this.family = family;
    this.how = how;
    this.found = found;
  }

  /** Returns the table that it is in. */
  public String table() {
    return family.label();
  }

  /** Returns the names of all tables. */
  public static List<String> tables() {
    return Arrays.stream(Family.values()).map(Family::label).toList();
  }

  /** Returns what a check says of it. */
  public String found() {
    return found;
  }

  /** Changes a row. */
  public void seed(Path store) {
    Rocks rocks = Rocks.open(store, new StoreOptions(false, 1 << 20, 64), false);
    try (ReadView view = rocks.view();
        Rows rows = view.rows(family, new byte[0])) {
      BatchBuffer batch = rocks.newBatch();
      ByteWriter key = new ByteWriter(64);
      ByteWriter value = new ByteWriter(64);
      if (how.name().startsWith("DELETE") || how.name().startsWith("BREAK")) {
        if (!rows.next()) {
          throw new AssertionError(family + " has no rows");
        }
        key.raw(rows.key());
        value.raw(rows.value());
      }
      switch (how) {
        case DELETE -> batch.delete(family, key);
        case DELETE_LAST -> {
          while (rows.next()) {
            key.clear().raw(rows.key());
          }
          batch.delete(family, key);
        }
        case BREAK -> {
          if (value.length() > 0) {
            value.truncate(value.length() - 1);
          } else {
            batch.delete(family, key);
            key.truncate(key.length() - 1);
          }
          batch.put(family, key, value);
        }
        case BREAK_CHUNK -> batch.put(family, key, value.clear().octet(99));
        case ADD_PASS -> {
          new PassRecord(new UInt128(7, 7), PassRecord.UNKNOWN).encode(value);
          batch.put(family, key.fixed64(1), value);
        }
        case ADD_REST, ADD_REST_ELSEWHERE -> {
          // Of 10.0.0.2 in the subnet a, which is held, or in one where nothing ever rests.
          RocksRestTables.encode(Long.MAX_VALUE, value);
          batch.put(family, RowKeys.offset(how == How.ADD_REST ? 1 : 2, 0, 2, key), value);
        }
        case ADD_OF_NO_SUBNET -> {
          if (family != Family.BY_ADDRESS) {
            key.fixed64(99).fixed64(0).fixed64(1);
          } else {
            key.octet(4).fixed32(0x0A000001).rawText("none").octet(0).fixed64(99);
          }
          batch.put(family, key, value);
        }
        case ADD_CHUNK -> batch.put(family, key.fixed64(1).fixed64(0).fixed64(0), chunk(value));
        case ADD_SPENT -> batch.put(family, key.fixed64(1).fixed64(0).fixed64(0), value);
        case ADD_BLOCK -> {
          PoolBlock block = new PoolBlock(Cidr.parse("192.0.2.0/24"), "b", "p");
          PoolCodec.encode(block, value);
          batch.put(family, PoolCodec.blockKey("pool", block.cidr(), key), value);
        }
        case LOWER_MARKS -> {
          new Marks(1, 1, 1).encode(value);
          batch.put(family, key.raw("marks".getBytes(StandardCharsets.US_ASCII)), value);
        }
      }
      rocks.write(batch);
    } catch (RocksDBException e) {
      throw new AssertionError(e);
    } finally {
      rocks.close(rocks::closed);
    }
  }

  /** An array with one offset that nobody allocates: 250. */
  private static ByteWriter chunk(ByteWriter value) {
    return value.octet(2).octet(0).octet(250);
  }
}
