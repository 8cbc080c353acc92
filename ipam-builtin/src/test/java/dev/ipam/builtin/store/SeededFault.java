package dev.ipam.builtin.store;

import dev.ipam.net.Cidr;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
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
  PASS_LOST(Family.PASSES, How.DELETE, "behind the pass"),
  SPENT_OUTSIDE(Family.SPENT, How.ADD_SPENT, "behind the pass"),
  SPENT_OF_NO_SUBNET(Family.SPENT, How.ADD_OF_NO_SUBNET, "it is of no subnet"),
  BLOCK_LOST(Family.BY_POOL, How.DELETE, "missing in table by_pool"),
  BLOCK_OUTSIDE(Family.BY_POOL, How.ADD_BLOCK, "not the pool's"),
  POOL_LOST(Family.POOLS, How.DELETE, "its pool is missing"),
  SCOPE_LOST(Family.SCOPES, How.DELETE, "address scope"),
  MARKS_TOO_LOW(Family.META, How.LOWER_MARKS, "above the mark");

  private enum How {
    /** The first row of the table is deleted. */
    DELETE,
    /** The first row of the table loses its last byte. */
    BREAK,
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
      if (how == How.DELETE || how == How.BREAK) {
        if (!rows.next()) {
          throw new AssertionError(family + " has no rows");
        }
        key.raw(rows.key());
      }
      switch (how) {
        case DELETE -> batch.delete(family, key);
        case BREAK -> {
          byte[] row = rows.value();
          batch.put(family, key, value.raw(Arrays.copyOf(row, row.length - 1)));
        }
        case ADD_OF_NO_SUBNET -> {
          if (family == Family.SPENT) {
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
          new Marks(1, 1, 0).encode(value);
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
