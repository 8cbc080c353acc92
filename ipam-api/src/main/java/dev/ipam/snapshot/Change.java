package dev.ipam.snapshot;

import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step from what a store held at a position to what it holds now.
 *
 * <p>Applied in order to the state at the position, the changes give the present state. A change
 * may say something that a follower has already: applying it again is harmless.
 *
 * @param position where to go on after this change has been applied; opaque
 * @param step what to do
 * @ipam.rule 7.22..7.24
 * @since 0.1
 */
public record Change(String position, Step step) {
  /** What to do with the follower's state. */
  public sealed interface Step {}

  /**
   * Put a record in the place of the one that stands for the same thing, or add it: a scope, pool
   * or subnet by its id, an allocation or a rest by its address (one replaces the other), a key,
   * the token mark, the position of a pass (which makes all at or below it no longer count as
   * spent). The ranges of a {@link SnapshotRecord.SpentRecord} are added to those that are there.
   *
   * @param record the record
   */
  public record Upsert(SnapshotRecord record) implements Step {}

  /**
   * Remove a scope.
   *
   * @param scopeId the scope
   */
  public record ScopeRemoved(String scopeId) implements Step {}

  /**
   * Remove a subnet pool.
   *
   * @param poolId the pool
   */
  public record PoolRemoved(String poolId) implements Step {}

  /**
   * Remove a subnet and everything in it, and every key that no allocation carries any more.
   *
   * @param subnetId the subnet
   */
  public record SubnetRemoved(String subnetId) implements Step {}

  /**
   * Remove the allocation or rest of an address; it is free.
   *
   * @param subnetId the subnet
   * @param address the address
   */
  public record AddressFreed(String subnetId, IpAddress address) implements Step {}

  /**
   * Set how far a subnet's pass has come. What is spent at or below the position no longer counts
   * as such.
   *
   * @param subnetId the subnet
   * @param position the address that the pass handed out last; {@code null} where it stands at its
   *     start
   * @param started when the pass began, in a subnet with a rest time: rests that had ended by then
   *     are over for good; {@code null} where that is of no account
   */
  public record PassMoved(String subnetId, @Nullable IpAddress position, @Nullable Instant started)
      implements Step {}

  /**
   * Take addresses from what is spent in a subnet.
   *
   * @param subnetId the subnet
   * @param range no address of it is spent
   */
  public record Unspent(String subnetId, AddressRange range) implements Step {}

  /**
   * Remove a key, where it is there: it is free.
   *
   * @param key the key
   */
  public record KeyRemoved(String key) implements Step {}
}
