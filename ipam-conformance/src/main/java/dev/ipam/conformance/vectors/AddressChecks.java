package dev.ipam.conformance.vectors;

import dev.ipam.error.InvalidValueException;
import dev.ipam.net.AllocationPools;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/** Which addresses of a subnet may be allocated, and which may be its gateway. */
final class AddressChecks {
  private AddressChecks() {}

  static ValueOperation usable() {
    return new ValueOperation(
        "3.16, 3.18..3.20",
        input ->
            AllocationPools.isAllocatable(
                Cidr.parse(input.get("cidr").text()), IpAddress.parse(input.get("address").text())),
        Json::bool,
        AddressChecks::faults,
        List.of(
            hostBits(173),
            new Departure(
                "the first address of a /31 or the one of a /32",
                "3.20 (B2)",
                5,
                input ->
                    is(input, (block, address) -> block.isSmallIpv4() && block.isFirst(address)),
                input -> Answer.value(true)),
            new Departure(
                "the first address of an IPv6 subnet, for a port that is neither unknown nor a"
                    + " router's: a driver never knows whose an address is",
                "3.16",
                9,
                input ->
                    input.get("owner").text().equals("other")
                        && is(input, Block::isFirst)
                        && is(input, (block, address) -> block.family() == IpFamily.IPV6),
                input -> Answer.value(true))));
  }

  static ValueOperation gatewayRefused() {
    return new ValueOperation(
        "2.08..2.10",
        AddressChecks::isRefusedAsGateway,
        Json::bool,
        AddressChecks::faults,
        List.of(
            hostBits(83),
            new Departure(
                "an address of a /31 or /32 as gateway",
                "2.09 (B2)",
                7,
                input ->
                    is(input, (block, address) -> block.isSmallIpv4() && block.contains(address)),
                input -> Answer.value(false)),
            new Departure(
                "a gateway of the other family",
                "2.11 (B22)",
                48,
                input -> is(input, (block, address) -> block.family() != address.family()),
                input -> Answer.refused("FamilyMismatch"))));
  }

  private static boolean isRefusedAsGateway(Json input) {
    Cidr cidr = Cidr.parse(input.get("cidr").text());
    IpAddress gateway = IpAddress.parse(input.get("address").text());
    try {
      AllocationPools.checkGateway(cidr, gateway);
      return false;
    } catch (InvalidValueException e) {
      if (e.code().equals("GatewayNotUsable")) {
        return true;
      }
      throw e;
    }
  }

  private static Departure hostBits(int count) {
    return new Departure(
        "a CIDR with host bits",
        "1.11 (B8)",
        count,
        input -> "HostBitsSet".equals(Texts.faultOfCidr(input.get("cidr").text())),
        input -> Answer.refused("HostBitsSet"));
  }

  private static Set<String> faults(Json input) {
    Set<String> faults = new TreeSet<>();
    String ofCidr = Texts.faultOfCidr(input.get("cidr").text());
    if (ofCidr != null) {
      faults.add(ofCidr);
    }
    if (!Texts.isAddress(input.get("address").text())) {
      faults.add("MalformedAddress");
    }
    return faults;
  }

  private static boolean is(Json input, BiPredicate<Block, IpAddress> predicate) {
    String cidr = input.get("cidr").text();
    String address = input.get("address").text();
    return Texts.faultOfCidr(cidr) == null
        && Texts.isAddress(address)
        && predicate.test(Block.of(cidr), IpAddress.parse(address));
  }
}
