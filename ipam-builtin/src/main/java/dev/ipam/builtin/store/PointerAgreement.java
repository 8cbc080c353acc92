package dev.ipam.builtin.store;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.ipam.builtin.store.RowKeys.Pointer;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.net.IpAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Whether the tables that point to allocations point to every one, and to nothing else.
 *
 * <p>Each of the three tables is walked once, in its own order, and what its rows say is added up
 * as 128-bit hashes. A read in one table for each row of another would be at a random place, and
 * take a large store minutes. Where a sum differs, these reads tell which row it is.
 *
 * @param byAddress whether it is so of the table by_address
 * @param byOwner whether it is so of the table by_owner
 */
record PointerAgreement(boolean byAddress, boolean byOwner) {
  private static final HashFunction HASH = Hashing.murmur3_128(0x1bad5eed);
  private static final byte[] ALL = {};

  /** Sums of the two halves of hashes, whatever the order of what is added. */
  private static final class Sum {
    private long low;
    private long high;

    void add(@Nullable String owner, long number, IpAddress address) {
      Hasher hasher = HASH.newHasher().putLong(number).putBytes(address.toBytes());
      if (owner != null) {
        hasher.putString(owner, StandardCharsets.UTF_8);
      }
      byte[] hash = hasher.hash().asBytes();
      ByteReader in = new ByteReader(hash);
      low += in.fixed64();
      high += in.fixed64();
    }

    boolean agreesWith(Sum other) {
      return low == other.low && high == other.high;
    }
  }

  static PointerAgreement of(ReadView view, RowDecoder decoder) {
    try {
      Sum allocations = new Sum();
      Sum owned = new Sum();
      try (Rows rows = view.rows(Family.ALLOCATIONS, ALL)) {
        while (rows.next()) {
          byte[] key = rows.key();
          long number = new ByteReader(key).fixed64();
          IpAddress address = RowKeys.readAllocation(key);
          // The row has no subnet's id, and none is needed here.
          String owner = decoder.allocation("any", address, key, rows.value()).owner();
          allocations.add(null, number, address);
          if (owner != null) {
            owned.add(owner, number, address);
          }
        }
      }
      return new PointerAgreement(
          allocations.agreesWith(sum(view, Family.BY_ADDRESS)),
          owned.agreesWith(sum(view, Family.BY_OWNER)));
    } catch (StoreCorruptException | MalformedRecordException | IllegalArgumentException e) {
      // Whoever looks at each row will say which one it is.
      return new PointerAgreement(false, false);
    }
  }

  private static Sum sum(ReadView view, Family family) {
    Sum sum = new Sum();
    try (Rows rows = view.rows(family, ALL)) {
      while (rows.next()) {
        byte[] key = rows.key();
        boolean owned = family == Family.BY_OWNER;
        Pointer to = owned ? RowKeys.readByOwner(key) : RowKeys.readByAddress(key);
        String owner = owned ? new ByteReader(key).textToZero() : null;
        sum.add(owner, to.number(), to.address());
      }
    }
    return sum;
  }
}
