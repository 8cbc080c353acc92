package dev.ipam.cli.plan;

import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AddressScope;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.ScopeChoice;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetPoolUpdate;
import dev.ipam.request.SubnetRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A whole address plan that is right by itself.
 *
 * @param file the file, as it was named
 * @param scopes its address scopes in the order of the file
 * @param pools its subnet pools in the order of the file
 * @param subnets its subnets in the order of the file
 */
public record Plan(
    String file, List<PlannedScope> scopes, List<PlannedPool> pools, List<PlannedSubnet> subnets) {
  /** The most addresses that one plan may ask for. */
  public static final int MAX_ADDRESSES = 1 << 20;

  /**
   * An address scope.
   *
   * @param line where it stands
   * @param scope how it is created where it is missing
   * @param given what the plan says about it
   */
  record PlannedScope(int line, AddressScope scope, Set<String> given) {}

  /**
   * A subnet pool.
   *
   * @param line where it stands
   * @param request how it is created where it is missing
   * @param given what the plan says about it; the rest is left as it is where it exists already
   */
  record PlannedPool(int line, SubnetPoolRequest request, Set<String> given) {
    String id() {
      return request.poolId();
    }

    /** What the plan says, as a change of the pool that exists. */
    SubnetPoolUpdate update() {
      String scopeId = request.scopeId();
      return new SubnetPoolUpdate(
          id(),
          given.contains("prefixes") ? request.prefixes() : null,
          request.minPrefixLength(),
          request.maxPrefixLength(),
          request.defaultPrefixLength(),
          request.quota(),
          scopeId == null ? null : ScopeChoice.of(scopeId),
          given.contains("shared") ? (Boolean) request.shared() : null);
    }
  }

  /**
   * A subnet and the addresses in it.
   *
   * @param line where it stands
   * @param request how it is created where it is missing
   * @param given what the plan says about it; the rest is left as it is where it exists already
   * @param fixed addresses that the plan decides
   * @param any addresses that the subnet's policy decides
   */
  record PlannedSubnet(
      int line,
      SubnetRequest request,
      Set<String> given,
      List<FixedAddress> fixed,
      List<AnyAddresses> any) {
    String id() {
      return request.subnetId();
    }

    @Nullable GatewayChoice gateway() {
      return given.contains("gateway") ? request.settings().gateway() : null;
    }

    @Nullable PoolsChoice pools() {
      return given.contains("pools") ? request.settings().pools() : null;
    }
  }

  /**
   * An address that the plan decides.
   *
   * @param line where it stands
   * @param owner whom it belongs to
   * @param request how it is allocated
   * @param address which one it is, or {@code null} where the subnet decides it: its gateway, or
   *     the address of a MAC in a CIDR that is not known yet
   */
  record FixedAddress(
      int line, String owner, AddressRequest request, @Nullable IpAddress address) {}

  /**
   * Addresses that the subnet's policy decides.
   *
   * @param line where they stand
   * @param owner whom they belong to; there is one of these for an owner in a subnet
   * @param count how many
   */
  record AnyAddresses(int line, String owner, int count) {}
}
