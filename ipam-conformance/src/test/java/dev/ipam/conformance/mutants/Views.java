package dev.ipam.conformance.mutants;

import dev.ipam.error.IpamException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Subnet;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.SubnetPools;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What many faults have in common: a wrong answer, or an error that is taken for another. */
final class Views {
  private Views() {}

  /** Shows every subnet in another way, whoever asks. */
  static UnaryOperator<IpamDriver> subnets(UnaryOperator<Subnet> view) {
    return Tamper.with(
        Set.of("createSubnet", "subnet", "updateSubnet", "subnets"),
        call -> {
          Object answer = call.answer();
          return answer instanceof Subnet subnet
              ? view.apply(subnet)
              : ((Stream<?>) answer).map(each -> view.apply((Subnet) each));
        });
  }

  /** Shows allocations in another way when they are looked up. */
  static UnaryOperator<IpamDriver> lookedUp(UnaryOperator<Allocation> view) {
    return Tamper.with(
        Set.of("find", "allocations", "allocationsOf", "holders"),
        call -> {
          Object answer = call.answer();
          return answer instanceof java.util.Optional<?> found
              ? found.map(each -> view.apply((Allocation) each))
              : ((Stream<?>) answer).map(each -> view.apply((Allocation) each));
        });
  }

  /** Answers in another way where an operation ought to be refused with an error. */
  static UnaryOperator<IpamDriver> instead(
      String operation, String code, Function<Call, Object> other) {
    return Tamper.with(
        operation,
        call -> {
          try {
            return call.answer();
          } catch (IpamException e) {
            if (e.code().equals(code)) {
              return other.apply(call);
            }
            throw e;
          }
        });
  }

  static Subnet withPools(Subnet subnet, List<AddressRange> pools) {
    return new Subnet(
        subnet.id(),
        subnet.project(),
        subnet.cidr(),
        subnet.gateway(),
        pools,
        subnet.poolsGenerated(),
        subnet.policy(),
        subnet.rest(),
        subnet.poolId());
  }

  static Subnet withProject(Subnet subnet, String project) {
    return new Subnet(
        subnet.id(),
        project,
        subnet.cidr(),
        subnet.gateway(),
        subnet.pools(),
        subnet.poolsGenerated(),
        subnet.policy(),
        subnet.rest(),
        subnet.poolId());
  }

  static Subnet withPoolId(Subnet subnet, @Nullable String poolId) {
    return new Subnet(
        subnet.id(),
        subnet.project(),
        subnet.cidr(),
        subnet.gateway(),
        subnet.pools(),
        subnet.poolsGenerated(),
        subnet.policy(),
        subnet.rest(),
        poolId);
  }

  static Allocation withKind(Allocation allocation, RequestKind kind) {
    return new Allocation(
        allocation.subnetId(),
        allocation.address(),
        allocation.owner(),
        allocation.allocatedAt(),
        kind,
        allocation.token(),
        allocation.key(),
        allocation.context());
  }

  static Allocation withOwner(Allocation allocation, @Nullable String owner) {
    return new Allocation(
        allocation.subnetId(),
        allocation.address(),
        owner,
        allocation.allocatedAt(),
        allocation.kind(),
        allocation.token(),
        allocation.key(),
        allocation.context());
  }

  /** The same request, for another kind of address. */
  static AllocationRequest asking(AllocationRequest request, AddressRequest address) {
    return new AllocationRequest(
        request.subnetIds(), address, request.owner(), request.key(), request.context());
  }

  static boolean asks(AllocationRequest request, RequestKind kind) {
    return request.address().kind() == kind;
  }

  static String first(AllocationRequest request) {
    return request.subnetIds().get(0);
  }

  static List<Allocation> held(IpamDriver driver, String subnet) {
    try (Stream<Allocation> all = driver.allocations(subnet)) {
      return new ArrayList<>(all.toList());
    }
  }

  static List<Subnet> all(IpamDriver driver) {
    try (Stream<Subnet> all = driver.subnets()) {
      return all.toList();
    }
  }

  static SubnetPools pools(IpamDriver driver) {
    return driver.extension(SubnetPools.class).orElseThrow();
  }

  /** Ranges without one address. */
  static List<AddressRange> without(List<AddressRange> ranges, @Nullable IpAddress address) {
    List<AddressRange> left = new ArrayList<>();
    for (AddressRange range : ranges) {
      if (address == null || !range.contains(address)) {
        left.add(range);
        continue;
      }
      if (range.first().compareTo(address) < 0) {
        left.add(new AddressRange(range.first(), address.plus(-1)));
      }
      if (range.last().compareTo(address) > 0) {
        left.add(new AddressRange(address.plus(1), range.last()));
      }
    }
    return left;
  }

  /** Gives other threads the time to come in between. */
  static void pause() {
    LockSupport.parkNanos(1_000_000);
  }
}
