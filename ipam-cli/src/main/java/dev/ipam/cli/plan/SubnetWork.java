package dev.ipam.cli.plan;

import dev.ipam.net.Cidr;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done for one subnet.
 *
 * @param line where the subnet stands in the plan
 * @param subnetId the subnet
 * @param cidr its CIDR, or the one that it would get
 * @param create how it is created, or {@code null} where it exists
 * @param update how it is changed, or {@code null} where it stays as it is
 * @param missing what is to be allocated, in order
 * @param held how many addresses of the plan are held already
 * @param surplus how many more the plan's owners hold than the plan says
 * @param freeBefore how many addresses the subnet's pools have free before
 * @param freeAfter how many they have free afterwards; less than zero where the plan does not fit
 */
public record SubnetWork(
    int line,
    String subnetId,
    Cidr cidr,
    @Nullable SubnetRequest create,
    @Nullable SubnetUpdate update,
    List<Step> missing,
    long held,
    long surplus,
    BigInteger freeBefore,
    BigInteger freeAfter) {

  /**
   * One allocation.
   *
   * @param line the line of the plan that asks for it
   * @param request what is asked for
   */
  public record Step(int line, AllocationRequest request) {}

  String action() {
    return create != null ? "create" : update != null ? "update" : "keep";
  }

  boolean isNothing() {
    return create == null && update == null && missing.isEmpty();
  }

  /** The subnet pool that it is to be created from, or {@code null}. */
  @Nullable String fromPool() {
    return create == null ? null : create.poolId();
  }

  boolean fits() {
    return freeAfter.signum() >= 0;
  }
}
