package dev.ipam.conformance.vectors;

import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AnySubnetRequest;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Requests for a subnet as values, and the stricter checks when it is created. */
final class SubnetRequests {
  private static final Departure EMPTY_POOLS_AT_CREATION =
      new Departure(
          "an empty list of pools: at creation they are generated",
          "2.19",
          31,
          input -> hasPools(input, 0),
          input -> Answer.value(GeneratedPools.expected(input)));

  private SubnetRequests() {}

  static ValueOperation specific() {
    return new ValueOperation(
        "1.11, 1.12, 2.08..2.16",
        input -> SubnetFacts.of(request(input)),
        SubnetRequests::recordedRequest,
        SubnetFaults::ofRequest,
        List.of(
            new Departure(
                "a CIDR with host bits",
                "1.11 (B8)",
                22,
                input -> faults(input).contains("HostBitsSet"),
                input -> Answer.refused("HostBitsSet")),
            several(59, SubnetFaults::ofRequest),
            new Departure(
                "a text that is no CIDR or address by the grammar",
                "1.04, 1.07, 1.12",
                27,
                input ->
                    faults(input).contains("MalformedCidr")
                        || faults(input).contains("MalformedAddress"),
                input -> new Answer.Refused(faults(input))),
            new Departure(
                "a gateway of the other family",
                "2.11 (B22)",
                43,
                input -> faults(input).equals(Set.of("FamilyMismatch")) && !input.hasValue("pools"),
                input -> Answer.refused("FamilyMismatch")),
            new Departure(
                "a gateway in a /31 or /32",
                "2.09 (B2)",
                7,
                input -> faults(input).isEmpty() && hasGatewayInSmallIpv4(input),
                input -> Answer.value(expectedRequest(input))),
            new Departure(
                "gateway 0.0.0.0 or ::, which is an address and not \"none\"",
                "2.12 (B21)",
                4,
                input -> isZero(input.textOrNull("gateway")),
                input ->
                    faults(input).isEmpty()
                        ? Answer.value(expectedRequest(input))
                        : new Answer.Refused(faults(input))),
            new Departure(
                "pools of both families",
                "2.16 (B23)",
                19,
                SubnetRequests::hasPoolsOfBothFamilies,
                input -> Answer.refused("FamilyMismatch")),
            new Departure(
                "an empty list of pools: they are generated",
                "2.19",
                28,
                input -> faults(input).isEmpty() && hasPools(input, 0),
                input -> Answer.value(expectedRequest(input)))));
  }

  static ValueOperation any() {
    return new ValueOperation(
        "1.18, 5.10..5.16",
        input ->
            SubnetFacts.of(
                new AnySubnetRequest(
                    "a",
                    SubnetRequest.DEFAULT_PROJECT,
                    IpFamily.ofVersion(input.get("version").integer()),
                    input.get("prefixlen").integer(),
                    "pool",
                    SubnetFacts.settings(input),
                    null)),
        ok ->
            new SubnetFacts(
                null, ok.get("prefixlen").integer(), SubnetFacts.address(ok, "gateway"), null),
        SubnetRequests::faultsOfAny,
        List.of(
            several(14, SubnetRequests::faultsOfAny),
            new Departure(
                "pools on a request whose CIDR is not known yet",
                "5.16 (B5)",
                55,
                input ->
                    faultsOfAny(input).equals(Set.of("InvalidSubnetRequest")) && hasPools(input, 1),
                input -> Answer.refused("InvalidSubnetRequest")),
            new Departure(
                "a gateway of the other family",
                "5.16 (B9)",
                26,
                input -> faultsOfAny(input).equals(Set.of("InvalidSubnetRequest")),
                input -> Answer.refused("InvalidSubnetRequest"))));
  }

  static ValueOperation plan() {
    return new ValueOperation(
        "2.08..2.24",
        input -> Subnet.of(request(input)).pools(),
        ok -> SubnetFacts.pools(ok.get("pools")),
        SubnetFaults::ofCreation,
        List.of(
            new Departure(
                "a CIDR with host bits",
                "1.11 (B8)",
                19,
                input -> faults(input).contains("HostBitsSet"),
                input -> Answer.refused("HostBitsSet")),
            several(141, SubnetFaults::ofCreation),
            new Departure(
                "a gateway that is the network or broadcast address",
                "2.08",
                12,
                input -> SubnetFaults.ofCreation(input).equals(Set.of("GatewayNotUsable")),
                input -> Answer.refused("GatewayNotUsable")),
            new Departure(
                "a gateway of the other family",
                "2.11 (B22)",
                49,
                input ->
                    SubnetFaults.ofCreation(input).equals(Set.of("FamilyMismatch"))
                        && !input.hasValue("pools"),
                input -> Answer.refused("FamilyMismatch")),
            EMPTY_POOLS_AT_CREATION,
            new Departure(
                "pools out of order: they are returned in ascending order",
                "2.17",
                37,
                input -> SubnetFaults.ofCreation(input).isEmpty() && !isAscending(input),
                input -> Answer.value(sortedPools(input))),
            new Departure(
                "pools in IPv6 subnets below 2^32",
                "2.13..2.16 (B1)",
                166,
                input -> input.hasValue("pools") && isLowIpv6(input),
                SubnetRequests::expectedPlan),
            new Departure(
                "the one address of a /128 as pool",
                "2.14 (B18)",
                10,
                input -> input.hasValue("pools") && Block.of(cidr(input)).length() == 128,
                SubnetRequests::expectedPlan)));
  }

  /** More than one fault: which is told first is nobody's contract. */
  private static Departure several(int count, Function<Json, Set<String>> faults) {
    return new Departure(
        "several faults at once, of which any may be told",
        "6.19",
        count,
        input -> faults.apply(input).size() > 1,
        input -> new Answer.Refused(faults.apply(input)));
  }

  private static SpecificSubnetRequest request(Json input) {
    return SubnetRequest.of("a", Cidr.parse(cidr(input))).withSettings(SubnetFacts.settings(input));
  }

  private static SubnetFacts recordedRequest(Json ok) {
    return new SubnetFacts(
        Cidr.parse(ok.get("cidr").text()),
        ok.get("prefixlen").integer(),
        SubnetFacts.address(ok, "gateway"),
        ok.hasValue("pools") ? SubnetFacts.pools(ok.get("pools")) : null);
  }

  /** The request of an input without faults, taken from its texts. */
  private static SubnetFacts expectedRequest(Json input) {
    Block block = Block.of(cidr(input));
    return new SubnetFacts(
        Cidr.parse(block.cidr()),
        block.length(),
        SubnetFacts.address(input, "gateway"),
        hasPools(input, 1) ? sortedPools(input) : null);
  }

  private static Answer expectedPlan(Json input) {
    Set<String> faults = SubnetFaults.ofCreation(input);
    return faults.isEmpty() ? Answer.value(sortedPools(input)) : new Answer.Refused(faults);
  }

  private static Set<String> faults(Json input) {
    return SubnetFaults.ofRequest(input);
  }

  private static Set<String> faultsOfAny(Json input) {
    Set<String> faults = new TreeSet<>();
    int version = input.get("version").integer();
    int length = input.get("prefixlen").integer();
    if (length < 0 || length > (version == 4 ? 32 : 128)) {
      faults.add("InvalidPrefixLength");
    }
    String gateway = input.textOrNull("gateway");
    boolean otherFamily = gateway != null && Texts.isIpv4(gateway) != (version == 4);
    if (otherFamily || hasPools(input, 1)) {
      faults.add("InvalidSubnetRequest");
    }
    return faults;
  }

  private static String cidr(Json input) {
    return input.get("cidr").text();
  }

  /** Whether pools are given and there are at least, or for 0 exactly, so many. */
  private static boolean hasPools(Json input, int count) {
    if (!input.hasValue("pools")) {
      return false;
    }
    int size = input.get("pools").items().size();
    return count == 0 ? size == 0 : size >= count;
  }

  private static boolean hasPoolsOfBothFamilies(Json input) {
    return hasPools(input, 1)
        && input.get("pools").items().stream()
                .flatMap(pool -> pool.items().stream())
                .map(end -> Texts.isIpv4(end.text()))
                .distinct()
                .count()
            > 1;
  }

  private static boolean hasGatewayInSmallIpv4(Json input) {
    IpAddress gateway = SubnetFacts.address(input, "gateway");
    Block block = Block.of(cidr(input));
    return gateway != null && block.isSmallIpv4() && block.contains(gateway);
  }

  private static boolean isZero(@Nullable String text) {
    return "0.0.0.0".equals(text) || "::".equals(text);
  }

  private static boolean isLowIpv6(Json input) {
    Block block = Block.of(cidr(input));
    return block.family() == IpFamily.IPV6 && block.first().bitLength() <= 32;
  }

  private static boolean isAscending(Json input) {
    return !input.hasValue("pools")
        || SubnetFacts.pools(input.get("pools")).equals(sortedPools(input));
  }

  private static List<AddressRange> sortedPools(Json input) {
    return SubnetFacts.pools(input.get("pools")).stream().sorted().toList();
  }
}
