package dev.ipam.cli.plan;

import dev.ipam.net.IpAddress;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A subnet of a plan while its addresses are being read. */
final class SubnetDraft {
  private final int line;
  private final SpecificSubnetRequest request;
  private final Subnet subnet;
  private final Set<String> given;
  private final List<Plan.FixedAddress> fixed = new ArrayList<>();
  private final List<Plan.AnyAddresses> any = new ArrayList<>();

  /** The lines where addresses and owners were read first. */
  private final Map<IpAddress, Integer> addressLines = new HashMap<>();

  private final Map<String, Integer> ownerLines = new HashMap<>();

  SubnetDraft(int line, SpecificSubnetRequest request, Subnet subnet, Set<String> given) {
    this.line = line;
    this.request = request;
    this.subnet = subnet;
    this.given = given;
  }

  int line() {
    return line;
  }

  /** The subnet as it would be where it does not exist yet. */
  Subnet subnet() {
    return subnet;
  }

  boolean saysGateway() {
    return given.contains("gateway");
  }

  /** Returns 0, or the line where this address is planned already. */
  int add(Plan.FixedAddress address, IpAddress resolved) {
    Integer earlier = addressLines.putIfAbsent(resolved, address.line());
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
