package dev.ipam.reference.rows;

import dev.ipam.net.Cidr;
import dev.ipam.net.Cidrs;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.db.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The maximal free CIDRs of one subnet pool, each a row. Every look is one seek; taking or giving
 * back a block changes at most as many rows as an address has bits.
 *
 * @param sql what runs the statements
 * @param poolId the pool
 * @ipam.rule 5.10..5.13 5.17 5.24
 */
public record FreeBlocks(Sql sql, String poolId) {
  private static final String SELECT =
      "SELECT network, prefix_length FROM ipam_pool_free WHERE pool_id = ?";
  private static final int CHUNK = 64;
  private static final String AMONG = SELECT + " AND network IN (?" + ", ?".repeat(CHUNK - 1) + ")";

  /** The smallest free block that has room for a length, the lowest among equals; or null. */
  public @Nullable Cidr smallestFit(int length) {
    return sql.first(
        SELECT + " AND prefix_length <= ? ORDER BY prefix_length DESC, network LIMIT 1",
        FreeBlocks::read,
        poolId,
        length);
  }

  /** The free block that a block lies in wholly, or null. */
  public @Nullable Cidr containing(Cidr block) {
    Cidr before =
        sql.first(
            SELECT + " AND network <= ? ORDER BY network DESC LIMIT 1",
            FreeBlocks::read,
            poolId,
            block.network().toBytes());
    return before != null && before.prefixLength() <= block.prefixLength() && before.contains(block)
        ? before
        : null;
  }

  private static Cidr read(ResultSet row) throws SQLException {
    return new Cidr(Forms.address(row, 1), row.getInt(2));
  }

  /** Takes a block out of the free block that it lies in. */
  public void take(Cidr free, Cidr block) {
    delete(List.of(free));
    List<Cidr> left = new ArrayList<>();
    for (Cidr at = block; at.prefixLength() > free.prefixLength(); at = parent(at)) {
      left.add(Cidrs.sibling(at));
    }
    insert(left);
  }

  /** Gives back blocks that are taken; they merge with their free neighbours. */
  public void release(List<Cidr> blocks) {
    blocks.forEach(this::release);
  }

  private void release(Cidr block) {
    List<Cidr> siblings = new ArrayList<>();
    for (Cidr at = block; at.prefixLength() > 0; at = parent(at)) {
      siblings.add(Cidrs.sibling(at));
    }
    Set<Cidr> free = among(siblings);
    List<Cidr> merged = new ArrayList<>();
    Cidr whole = block;
    for (Cidr sibling : siblings) {
      if (!free.contains(sibling)) {
        break;
      }
      merged.add(sibling);
      whole = parent(whole);
    }
    delete(merged);
    insert(List.of(whole));
  }

  private static Cidr parent(Cidr block) {
    return Cidr.containing(block.network(), block.prefixLength() - 1);
  }

  private Set<Cidr> among(List<Cidr> blocks) {
    Set<Cidr> found = new HashSet<>();
    for (int from = 0; from < blocks.size(); from += CHUNK) {
      List<Cidr> some = blocks.subList(from, Math.min(blocks.size(), from + CHUNK));
      @Nullable Object[] values = new @Nullable Object[CHUNK + 1];
      values[0] = poolId;
      for (int i = 0; i < CHUNK; i++) {
        IpAddress network = some.get(Math.min(i, some.size() - 1)).network();
        values[i + 1] = network.toBytes();
      }
      found.addAll(sql.all(AMONG, FreeBlocks::read, values));
    }
    return found;
  }

  private void delete(List<Cidr> blocks) {
    sql.runAll(
        "DELETE FROM ipam_pool_free WHERE pool_id = ? AND network = ?",
        blocks.stream()
            .map(block -> new @Nullable Object[] {poolId, block.network().toBytes()})
            .toList());
  }

  /** Adds blocks that merge with none. */
  public void insert(List<Cidr> blocks) {
    sql.runAll(
        "INSERT INTO ipam_pool_free (pool_id, network, prefix_length) VALUES (?, ?, ?)",
        blocks.stream()
            .map(
                block ->
                    new @Nullable Object[] {
                      poolId, block.network().toBytes(), block.prefixLength()
                    })
            .toList());
  }

  /** Removes all. */
  public void deleteAll() {
    sql.run("DELETE FROM ipam_pool_free WHERE pool_id = ?", poolId);
  }
}
