package dev.ipam.joint;

import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import java.util.List;

/**
 * Serves one part of a joint request, its candidate subnets included.
 *
 * @since 0.1
 */
public interface PartServer {
  /**
   * Serves a part.
   *
   * @param part the part; its key, if it has one, is not known outside this package
   * @return the allocations
   * @throws dev.ipam.error.IpamException see {@link dev.ipam.spi.IpamDriver#allocate}
   */
  List<Allocation> serve(AllocationRequest part);

  /**
   * Names the requests that {@link #serve} makes of the driver, at most one of which succeeds.
   *
   * @param part the part
   * @return the requests in order, each with a key of its own where the part has one
   */
  List<AllocationRequest> steps(AllocationRequest part);
}
