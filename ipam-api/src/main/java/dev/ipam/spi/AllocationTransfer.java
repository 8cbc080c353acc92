package dev.ipam.spi;

import dev.ipam.request.Allocation;
import dev.ipam.request.TransferRequest;

/**
 * Moves allocations between owners ({@link Capability#TRANSFER}).
 *
 * @since 0.1
 */
public interface AllocationTransfer {
  /**
   * Moves an allocation to another owner; it keeps its time and kind, and gets a new token.
   *
   * @param request the allocation by its token, and the new owner
   * @return the allocation as it is now
   * @throws dev.ipam.error.SubnetNotFoundException if the subnet does not exist
   * @throws dev.ipam.error.AddressNotAllocatedException if the address is not allocated
   * @throws dev.ipam.error.AddressOwnedByAnotherException if the token is not the allocation's
   * @throws dev.ipam.error.IdempotencyConflictException if the key was used for another request
   * @ipam.rule 3.89..3.92
   */
  Allocation transfer(TransferRequest request);
}
