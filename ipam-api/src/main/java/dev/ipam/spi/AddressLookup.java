package dev.ipam.spi;

import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import java.util.stream.Stream;

/**
 * Look-ups of an address across subnets ({@link Capability#ADDRESS_LOOKUP}).
 *
 * @since 0.1
 */
public interface AddressLookup {
  /**
   * Returns every allocation of an address, ordered by subnet id, as of one moment.
   *
   * @param address the address
   * @return a stream, which must be closed
   * @ipam.rule 3.55..3.67
   */
  Stream<Allocation> holders(IpAddress address);
}
