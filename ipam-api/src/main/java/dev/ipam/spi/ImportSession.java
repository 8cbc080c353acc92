package dev.ipam.spi;

import dev.ipam.snapshot.SnapshotRecord;
import java.util.List;

/**
 * An import under way: nothing of it can be seen until it is committed, and nothing of it stays
 * when it is closed without, or when the process ends.
 *
 * <p>A driver checks the records with {@link dev.ipam.snapshot.SnapshotCheck}, and by itself what
 * needs the store: that no two allocations have one token, no two keys are equal, and every key
 * that an allocation carries has a record, which stands for no fewer addresses. It needs memory for
 * the pools, for the CIDRs of subnets that come from pools and for one batch, not for allocations.
 *
 * <p>Used by one thread at a time. After an error it takes nothing more and can only be closed.
 *
 * @ipam.rule 7.14..7.21
 * @since 0.1
 */
public interface ImportSession extends AutoCloseable {
  /**
   * Adds records, in the order that {@link SnapshotRecord} defines over all batches.
   *
   * @param records the next ones
   * @throws dev.ipam.error.InvalidDumpException if they are nothing that a store could hold
   * @throws dev.ipam.error.UnavailableException if the store cannot keep them
   */
  void add(List<SnapshotRecord> records);

  /**
   * Makes all that was added the content of the store, in one step, durably. Where the store gave
   * out higher tokens before than the records say, it keeps its own mark.
   *
   * @throws dev.ipam.error.InvalidDumpException if the records are not complete or not consistent
   * @throws dev.ipam.error.StoreNotEmptyException if the store came to hold something meanwhile
   * @throws dev.ipam.error.UnavailableException if the store fails; where the outcome is unknown,
   *     it holds all of it or nothing
   */
  void commit();

  /** Ends the session; without a commit before, the store is as empty as it was. */
  @Override
  void close();
}
