package dev.ipam.conformance.vectors;

import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Usage;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The recorded outcomes of steps in our terms. */
final class Records {
  private Records() {}

  /** How full a subnet is, without what only a driver knows. */
  record Numbers(BigInteger capacity, BigInteger free, BigInteger outsidePools) {}

  static Answer answer(StepView view) {
    if (!view.succeeded()) {
      return new Answer.Refused(codes(view));
    }
    Json ok = view.recorded().get("ok");
    return switch (view.op()) {
      case "create_subnet" -> Answer.value(Book.poolsOf(view.step(), ok));
      case "describe" -> {
        Book.Entry entry = view.book().get(view.subnet());
        yield Answer.value(
            new StepRunner.Described(
                Cidr.parse(entry.block.cidr()), entry.gateway, SubnetFacts.pools(ok.get("pools"))));
      }
      case "next", "specific", "derived" -> Answer.value(IpAddress.parse(ok.text()));
      case "any", "bulk" -> Answer.value(StepRunner.SERVED);
      case "group" ->
          Answer.value(
              new StepRunner.FromGroup(
                  ok.get("subnet").text(), IpAddress.parse(ok.get("address").text())));
      case "ranges" -> Answer.value(SubnetFacts.pools(ok));
      default -> Answer.value(null);
    };
  }

  static String rules(String op) {
    return switch (op) {
      case "create_subnet" -> "2.13..2.24";
      case "describe" -> "2.01";
      case "update_pools" -> "2.25..2.34";
      case "remove_subnet" -> "2.02, 2.38";
      case "next" -> "3.04..3.10, 3.14";
      case "specific" -> "3.15..3.20";
      case "derived" -> "3.21..3.23";
      case "bulk" -> "3.26..3.30";
      case "deallocate" -> "3.34, 3.35";
      case "group" -> "4.01..4.13";
      case "ranges" -> "3.07";
      default -> "3.01, 3.31";
    };
  }

  static Numbers numbers(Usage usage) {
    return new Numbers(usage.capacity(), usage.free(), usage.outsidePools());
  }

  static Numbers numbers(Book.Entry entry) {
    BigInteger capacity =
        entry.pools.stream().map(AddressRange::size).reduce(BigInteger.ZERO, BigInteger::add);
    long inPools =
        entry.held.keySet().stream().filter(address -> Book.isIn(entry.pools, address)).count();
    return new Numbers(
        capacity,
        capacity.subtract(BigInteger.valueOf(inPools)),
        BigInteger.valueOf(entry.held.size() - inPools));
  }

  /** Our codes for a recorded error; where there are two, the address tells which it is. */
  private static Set<String> codes(StepView view) {
    Set<String> codes = new HashSet<>(ErrorNames.ours(view.recorded().get("error").text()));
    if (view.failedWith("AddressNotUsableInSubnet")) {
      Stream<String> subnets =
          view.is("group") ? view.candidates().stream() : List.of(view.subnet()).stream();
      boolean inside = subnets.anyMatch(one -> view.book().get(one).block.contains(view.address()));
      codes.remove(inside ? "AddressOutsideSubnet" : "AddressNotUsable");
    }
    return codes;
  }
}
