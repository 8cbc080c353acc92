package dev.ipam.spi;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import java.util.List;
import java.util.Optional;

/**
 * Operations inside a transaction of the caller's: they take effect at its commit, and a rollback
 * leaves nothing of them. Until then others treat an address that was taken as taken, and go on.
 *
 * <p>Used by one thread at a time, like the connection. Each operation may throw what it throws
 * outside of a transaction, and {@link dev.ipam.error.TransactionConflictException}, after which
 * the caller must roll back.
 *
 * @ipam.rule 6.30..6.34
 * @since 0.1
 */
public interface JoinedTransaction {
  /**
   * Allocates as {@link IpamDriver#allocate} does.
   *
   * @param request what is wanted
   * @return the allocations, which are there for others once the caller has committed
   */
  List<Allocation> allocate(AllocationRequest request);

  /**
   * Releases as {@link IpamDriver#release} does; the address is free once the caller has committed.
   *
   * @param request the address, and optionally the owner or token that the allocation must have
   * @return what is released, or nothing where the address is not allocated
   */
  Optional<Allocation> release(ReleaseRequest request);

  /**
   * Looks an address up as the transaction sees it.
   *
   * @param subnetId the subnet
   * @param address the address
   * @return its allocation, or nothing where it is not allocated
   * @throws dev.ipam.error.SubnetNotFoundException if the subnet does not exist
   */
  Optional<Allocation> find(String subnetId, IpAddress address);
}
