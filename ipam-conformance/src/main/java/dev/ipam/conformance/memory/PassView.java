package dev.ipam.conformance.memory;

import dev.ipam.net.AddressRange;
import java.util.List;

/**
 * A look at what a subnet's pass has left: an extension of the model, which a driver may offer to
 * the kit as well.
 *
 * @since 0.1
 */
public interface PassView {
  /**
   * Returns what the pass has left, as ranges that do not touch within a pool.
   *
   * @param subnetId the subnet
   * @return the ranges in ascending order
   */
  List<AddressRange> leftOfPass(String subnetId);
}
