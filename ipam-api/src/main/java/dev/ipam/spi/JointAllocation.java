package dev.ipam.spi;

import dev.ipam.request.Allocation;
import dev.ipam.request.JointRequest;
import java.util.List;

/**
 * Allocation over several subnets, all or none ({@link Capability#ALL_OR_NONE}).
 *
 * @since 0.1
 */
public interface JointAllocation {
  /**
   * Serves every part, in order, or none.
   *
   * @param request the parts
   * @return for each part what {@link IpamDriver#allocate} returns
   * @throws dev.ipam.error.IpamException for the first part that cannot be served, whatever {@link
   *     IpamDriver#allocate} throws for it; nothing was changed
   * @ipam.rule 3.85..3.88
   * @ipam.rule 3.44..3.54
   */
  List<List<Allocation>> allocateTogether(JointRequest request);
}
