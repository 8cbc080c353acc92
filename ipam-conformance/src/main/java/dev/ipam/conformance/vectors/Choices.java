package dev.ipam.conformance.vectors;

import dev.ipam.net.Cidr;
import dev.ipam.net.Eui64;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.PortWishes;
import dev.ipam.request.SubnetWishes;
import dev.ipam.spi.RequestChooser;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which request a user's wishes become. */
final class Choices {
  private static final Map<String, String> DEVICE_OWNERS =
      Map.of(
          "dhcp",
          PortWishes.DHCP,
          "distributed",
          PortWishes.DISTRIBUTED,
          "router",
          "network:router_interface",
          "other",
          "compute:nova");

  private Choices() {}

  static ValueOperation addressRequest() {
    return new ValueOperation(
        "3.82",
        Choices::chooseAddress,
        ok -> new Chosen(ok.get("kind").text(), SubnetFacts.address(ok, "address")),
        input -> Set.of("MalformedAddress"),
        List.of(
            new Departure(
                "an address from a MAC on an IPv4 subnet",
                "3.22 (B3)",
                3,
                input ->
                    isDerived(input)
                        && Block.of(input.get("subnet_cidr").text()).family() == IpFamily.IPV4,
                input -> Answer.refused("AddressCalculationFailed"))));
  }

  static ValueOperation subnetRequest() {
    return new ValueOperation(
        "2.42..2.44",
        input -> SubnetFacts.of(RequestChooser.DEFAULT.choose(subnetWishes(input))),
        Choices::recordedSubnet,
        Choices::faultsOfSubnet,
        List.of(
            new Departure(
                "pools on a request whose CIDR is not known yet",
                "5.16 (B5)",
                2,
                input ->
                    input.hasValue("pools")
                        && !input.hasValue("cidr")
                        && !input.hasValue("gateway"),
                input -> Answer.refused("InvalidSubnetRequest"))));
  }

  /** A kind of address request, and the address where the kind tells one. */
  private record Chosen(String kind, @Nullable IpAddress address) {}

  private static Chosen chooseAddress(Json input) {
    PortWishes wishes =
        PortWishes.NONE
            .withDeviceOwner(DEVICE_OWNERS.get(input.get("owner").text()))
            .withAddress(input.textOrNull("address"));
    if (input.hasValue("mac")) {
      MacAddress mac = MacAddress.parse(input.get("mac").text());
      wishes =
          new PortWishes(wishes.address(), mac, wishes.deviceOwner(), input.get("derive").bool());
    }
    AddressRequest request = RequestChooser.DEFAULT.choose(wishes);
    if (request instanceof AddressRequest.Specific specific) {
      return new Chosen("exact", specific.address());
    }
    if (request instanceof AddressRequest.Automatic automatic) {
      Cidr cidr = Cidr.parse(input.get("subnet_cidr").text());
      return new Chosen("derived", Eui64.derive(cidr, automatic.mac()));
    }
    return new Chosen(request instanceof AddressRequest.PreferNext ? "next" : "any", null);
  }

  private static boolean isDerived(Json input) {
    return input.has("derive")
        && input.get("derive").bool()
        && (input.textOrNull("address") == null || input.get("address").text().isEmpty());
  }

  private static SubnetWishes subnetWishes(Json input) {
    String cidr = input.textOrNull("cidr");
    return SubnetWishes.of("a")
        .withPool(
            "pool",
            IpFamily.ofVersion(input.get("pool_version").integer()),
            input.get("pool_default").integer())
        .withBlock(cidr == null ? null : Cidr.parse(cidr), input.integerOrNull("prefixlen"))
        .withSettings(SubnetFacts.settings(input));
  }

  private static SubnetFacts recordedSubnet(Json ok) {
    IpAddress gateway = SubnetFacts.address(ok, "gateway");
    if (ok.get("kind").text().equals("any")) {
      return new SubnetFacts(null, ok.get("prefixlen").integer(), gateway, null);
    }
    Cidr cidr = Cidr.parse(ok.get("cidr").text());
    return new SubnetFacts(
        cidr,
        cidr.prefixLength(),
        gateway,
        ok.hasValue("pools") ? SubnetFacts.pools(ok.get("pools")) : null);
  }

  /** What may be refused: a pool outside the block around the gateway, and little else. */
  private static Set<String> faultsOfSubnet(Json input) {
    Set<String> faults = new TreeSet<>();
    IpAddress gateway = SubnetFacts.address(input, "gateway");
    if (gateway != null && !input.hasValue("cidr")) {
      String length =
          input.hasValue("prefixlen")
              ? input.get("prefixlen").toString()
              : input.get("pool_default").toString();
      Block block = Block.of(gateway + "/" + length);
      for (Json pool : input.get("pools").items()) {
        for (Json end : pool.items()) {
          if (!block.contains(IpAddress.parse(end.text()))) {
            faults.add("PoolOutsideSubnet");
          }
        }
      }
    }
    return faults;
  }
}
