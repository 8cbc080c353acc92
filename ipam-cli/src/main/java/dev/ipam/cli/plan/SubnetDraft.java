package dev.ipam.cli.plan;

import dev.ipam.net.IpAddress;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A subnet of a plan while its addresses are being read. */
final class SubnetDraft {
  private final int line;
  private final SubnetRequest request;
  private final @Nullable Subnet subnet;
  private final Set<String> given;
  private final List<Plan.FixedAddress> fixed = new ArrayList<>();
  private final List<Plan.AnyAddresses> any = new ArrayList<>();

  /** The lines where addresses and owners were read first. */
  private final Map<IpAddress, Integer> addressLines = new HashMap<>();

  private final Map<String, Integer> ownerLines = new HashMap<>();

  /**
   * Makes a draft.
   *
   * @param subnet the subnet as it would be, with some block of its pool in place of the one that
   *     it will get; {@code null} where the plan does not say what the pool is like
   */
  SubnetDraft(int line, SubnetRequest request, @Nullable Subnet subnet, Set<String> given) {
    this.line = line;
    this.request = request;
    this.subnet = subnet;
    this.given = given;
  }

  int line() {
    return line;
  }

  String id() {
    return request.subnetId();
  }

  /** The subnet as it would be where it does not exist yet, as far as the plan can tell. */
  @Nullable Subnet subnet() {
    return subnet;
  }

  /** Whether the plan says the subnet's CIDR; otherwise a subnet pool decides it. */
  boolean saysCidr() {
    return request instanceof SpecificSubnetRequest;
  }

  boolean saysGateway() {
    return given.contains("gateway");
  }

  /** Returns 0, or the line where this address is planned already. */
  int add(Plan.FixedAddress address, @Nullable IpAddress resolved) {
    Integer earlier = resolved == null ? null : addressLines.putIfAbsent(resolved, address.line());
    if (earlier == null) {
      fixed.add(address);
    }
    return earlier == null ? 0 : earlier;
  }

  /** Returns 0, or the line where this owner is planned already. */
  int add(Plan.AnyAddresses addresses) {
    Integer earlier = ownerLines.putIfAbsent(addresses.owner(), addresses.line());
    if (earlier == null) {
      any.add(addresses);
    }
    return earlier == null ? 0 : earlier;
  }

  Plan.PlannedSubnet planned() {
    return new Plan.PlannedSubnet(line, request, given, List.copyOf(fixed), List.copyOf(any));
  }
}
