package dev.ipam.snapshot;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.BoundKey;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetPool;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record of a snapshot: a part of what a store holds.
 *
 * <p>The canonical order, in which equal states give equal records:
 *
 * <ol>
 *   <li>one {@link TokenMark};
 *   <li>every {@link ScopeRecord}, by id;
 *   <li>every {@link PoolRecord}, by id;
 *   <li>every {@link SubnetRecord}, by id, each followed by its {@link PassRecord} where the pass
 *       has a position, its {@link SpentRecord}s, and then, by address, an {@link AllocationRecord}
 *       or {@link RestRecord} for every address that is held or rests;
 *   <li>every {@link KeyRecord}, by key.
 * </ol>
 *
 * <p>Texts are ordered by Unicode code point. {@link SnapshotCheck} refuses any other order.
 *
 * @ipam.rule 7.11..7.15
 * @since 0.1
 */
public sealed interface SnapshotRecord {
  /**
   * The last token that the store gave to an allocation.
   *
   * @param token the token, 0 where none was given yet
   */
  record TokenMark(long token) implements SnapshotRecord {
    /**
     * Checks the token.
     *
     * @param token the token, 0 where none was given yet
     */
    public TokenMark {
      if (token < 0) {
        throw new IllegalArgumentException("token mark " + token);
      }
    }
  }

  /**
   * An address scope.
   *
   * @param scope the scope
   */
  record ScopeRecord(AddressScope scope) implements SnapshotRecord {
    /**
     * Checks that it is there.
     *
     * @param scope the scope
     */
    public ScopeRecord {
      Objects.requireNonNull(scope, "scope");
    }
  }

  /**
   * A subnet pool.
   *
   * @param pool the pool
   */
  record PoolRecord(SubnetPool pool) implements SnapshotRecord {
    /**
     * Checks that it is there.
     *
     * @param pool the pool
     */
    public PoolRecord {
      Objects.requireNonNull(pool, "pool");
    }
  }

  /**
   * A subnet.
   *
   * @param subnet the subnet
   * @param creation the idempotency key that it was created under, or {@code null}
   */
  record SubnetRecord(Subnet subnet, @Nullable BoundKey creation) implements SnapshotRecord {
    /**
     * Checks that it is there.
     *
     * @param subnet the subnet
     * @param creation the idempotency key that it was created under, or {@code null}
     */
    public SubnetRecord {
      Objects.requireNonNull(subnet, "subnet");
    }
  }

  /**
   * How far the pass over a sequential subnet's pools has come. There is none where the pass stands
   * at its start, and none for other policies.
   *
   * @param subnetId the subnet
   * @param position the address that the pass handed out last
   * @ipam.rule 3.07
   */
  record PassRecord(String subnetId, IpAddress position) implements SnapshotRecord {
    /**
     * Checks that both are there.
     *
     * @param subnetId the subnet
     * @param position the address that the pass handed out last
     */
    public PassRecord {
      Objects.requireNonNull(subnetId, "subnetId");
      Objects.requireNonNull(position, "position");
    }
  }

  /**
   * Addresses above the position of a sequential subnet's pass that it must not hand out.
   *
   * <p>The ranges are maximal: no address between two of them that follow each other is spent, over
   * all records of the subnet. All records of a subnet but the last have {@link #FULL} ranges.
   *
   * @param subnetId the subnet
   * @param ranges 1 to {@link #FULL} ranges of the subnet's pools, in ascending order
   * @ipam.rule 3.07
   */
  record SpentRecord(String subnetId, List<AddressRange> ranges) implements SnapshotRecord {
    /** How many ranges a record has that is not the last of its subnet. */
    public static final int FULL = 256;

    /**
     * Copies the ranges.
     *
     * @param subnetId the subnet
     * @param ranges 1 to {@link #FULL} ranges of the subnet's pools, in ascending order
     */
    public SpentRecord {
      Objects.requireNonNull(subnetId, "subnetId");
      ranges = List.copyOf(ranges);
      if (ranges.isEmpty() || ranges.size() > FULL) {
        throw new IllegalArgumentException(ranges.size() + " ranges; give 1 to " + FULL);
      }
    }
  }

  /**
   * An address that is held.
   *
   * @param allocation the allocation
   */
  record AllocationRecord(Allocation allocation) implements SnapshotRecord {
    /**
     * Checks that it is there.
     *
     * @param allocation the allocation
     */
    public AllocationRecord {
      Objects.requireNonNull(allocation, "allocation");
    }
  }

  /**
   * An address that rests: released, and not handed out until a time unless asked for by name. In a
   * sequential subnet it may have rested already, if the present pass must not hand it out for
   * having rested when the pass began: it is above the pass's position then, and not spent.
   *
   * @param subnetId the subnet
   * @param address the address
   * @param until when it is free again, in whole milliseconds
   * @ipam.rule 3.68..3.70
   */
  record RestRecord(String subnetId, IpAddress address, Instant until) implements SnapshotRecord {
    /**
     * Checks the time.
     *
     * @param subnetId the subnet
     * @param address the address
     * @param until when it is free again, in whole milliseconds
     */
    public RestRecord {
      Objects.requireNonNull(subnetId, "subnetId");
      Objects.requireNonNull(address, "address");
      if (!until.equals(Instant.ofEpochMilli(until.toEpochMilli()))) {
        throw new IllegalArgumentException("rests until " + until);
      }
    }
  }

  /**
   * An idempotency key under which something is held; what that is, the allocations say, which
   * carry the key. A key under which nothing is held is free and has no record; that of a subnet's
   * creation is in its {@link SubnetRecord}.
   *
   * @param bound the key and the request that it is bound to
   * @param counts how many addresses each request of an allocate-together was given, in their
   *     order; one number for any other request. Where fewer allocations than their sum carry the
   *     key, part was released. In the order of their tokens they are the result of the request
   * @ipam.rule 3.44..3.54
   */
  record KeyRecord(BoundKey bound, List<Integer> counts) implements SnapshotRecord {
    /** The most requests that one allocate-together has. */
    public static final int MAX_REQUESTS = 1_000;

    /** The most addresses that one key stands for. */
    public static final int MAX_ADDRESSES = 1 << 20;

    /**
     * Checks the counts.
     *
     * @param bound the key and the request that it is bound to
     * @param counts how many addresses each request was given
     */
    public KeyRecord {
      Objects.requireNonNull(bound, "bound");
      counts = List.copyOf(counts);
      long total = 0;
      for (int count : counts) {
        if (count < 1) {
          throw new IllegalArgumentException("a count of " + count + " addresses");
        }
        total += count;
      }
      if (counts.isEmpty() || counts.size() > MAX_REQUESTS || total > MAX_ADDRESSES) {
        throw new IllegalArgumentException(
            counts.size() + " requests for " + total + " addresses under one key");
      }
    }

    /**
     * Returns how many addresses were given under the key.
     *
     * @return their number
     */
    public int total() {
      return counts.stream().mapToInt(Integer::intValue).sum();
    }
  }
}
