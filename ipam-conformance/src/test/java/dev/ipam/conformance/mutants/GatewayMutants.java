package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.Mutant.mutant;
import static dev.ipam.conformance.mutants.Views.instead;
import static dev.ipam.conformance.mutants.Views.subnets;
import static dev.ipam.conformance.mutants.Views.withPools;

import dev.ipam.error.InvalidSubnetRequestException;
import dev.ipam.error.InvalidValueException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpAddress;
import dev.ipam.net.IpFamily;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationContext;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.GatewayChoice;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.RequestKind;
import dev.ipam.request.SpecificSubnetRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.spi.IpamDriver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Chapter 2: gateway and pools of a subnet that is created. */
final class GatewayMutants {
  private GatewayMutants() {}

  static List<Mutant> mutants() {
    return List.of(
        mutant(
            "2.06",
            "gives a subnet without gateway one",
            creating(
                request ->
                    request.settings().gateway() == GatewayChoice.NONE
                        ? request.withGateway(GatewayChoice.AUTOMATIC)
                        : request)),
        mutant(
            "2.07",
            "takes the last usable address as the automatic gateway",
            creating(
                request ->
                    request.settings().gateway().equals(GatewayChoice.AUTOMATIC)
                            && request instanceof SpecificSubnetRequest specific
                            && specific.cidr().prefixLength() <= 30
                        ? request.withGateway(GatewayChoice.of(specific.cidr().last().plus(-1)))
                        : request)),
        mutant(
            "2.08",
            "removes the gateway where an update moves it to the network or broadcast address",
            instead(
                "updateSubnet",
                "GatewayNotUsable",
                call ->
                    call.driver()
                        .updateSubnet(
                            call.argument(0, SubnetUpdate.class).withGateway(GatewayChoice.NONE)))),
        mutant(
            "2.09",
            "refuses the first address of a block as its gateway, also of a /31 and in IPv6",
            refusing(
                "GatewayNotUsable", (cidr, gateway) -> gateway.address().equals(cidr.first()))),
        mutant(
            "2.10",
            "refuses a gateway outside the block",
            refusing("GatewayNotUsable", (cidr, gateway) -> !cidr.contains(gateway.address()))),
        mutant(
            "2.12",
            "reads the zero address as \"no gateway\"",
            creating(
                request ->
                    request.settings().gateway() instanceof GatewayChoice.Explicit explicit
                            && explicit.address().isLowest()
                        ? request.withGateway(GatewayChoice.NONE)
                        : request)),
        mutant(
            "2.13",
            "makes pools of its own where the given ones contain the gateway",
            insteadCreating("GatewayInPool", request -> request.withPools(PoolsChoice.GENERATED))),
        mutant(
            "2.14",
            "makes pools of its own where a given one leaves the subnet",
            insteadCreating(
                "PoolOutsideSubnet", request -> request.withPools(PoolsChoice.GENERATED))),
        mutant(
            "2.17",
            "merges adjacent pools",
            subnets(subnet -> withPools(subnet, merged(subnet.pools())))),
        mutant(
                "2.17",
                "reads the IPv6 pool from ::1 to ::ff as IPv4",
                creating(GatewayMutants::shortIsIpv4))
            .and(WrittenHistories.POOLS_AT_THE_BEGINNING_OF_ALL_ADDRESSES)
            .exhibit(14),
        mutant(
            "2.19",
            "generates pools above the gateway only",
            generating(
                cidr -> cidr.prefixLength() <= 30,
                (driver, subnet) ->
                    subnet.pools().stream()
                        .filter(pool -> pool.first().compareTo(above(subnet)) >= 0)
                        .toList())),
        mutant(
            "2.20",
            "hands out the broadcast address where nothing else is left",
            instead("allocate", "NoAddressAvailable", GatewayMutants::broadcast)),
        mutant(
            "2.21",
            "takes the first address of a /31 for that of the network",
            generating(
                cidr -> cidr.prefixLength() == 31,
                (driver, subnet) -> Views.without(subnet.pools(), subnet.cidr().first()))),
        mutant(
            "2.22",
            "hands out the first address of an IPv6 subnet where nothing else is left",
            instead("allocate", "NoAddressAvailable", GatewayMutants::anycast)),
        mutant(
            "2.23",
            "generates no pools for a single address",
            generating(cidr -> cidr.first().equals(cidr.last()), (driver, subnet) -> List.of())),
        mutant(
                "2.24",
                "refuses a subnet whose generated pools are empty",
                Tamper.with(
                    "createSubnet",
                    SubnetRequest.class,
                    (driver, request) -> {
                      Subnet created = driver.createSubnet(request);
                      if (created.poolsGenerated() && created.pools().isEmpty()) {
                        driver.removeSubnet(created.id(), false);
                        throw new InvalidSubnetRequestException(
                            "subnet " + created.id(), "no address is left for its pools");
                      }
                      return created;
                    }))
            .seed(21));
  }

  private static UnaryOperator<IpamDriver> creating(UnaryOperator<SubnetRequest> change) {
    return Tamper.with(
        "createSubnet",
        SubnetRequest.class,
        (driver, request) -> driver.createSubnet(change.apply(request)));
  }

  private static UnaryOperator<IpamDriver> insteadCreating(
      String code, UnaryOperator<SubnetRequest> change) {
    return instead(
        "createSubnet",
        code,
        call -> call.driver().createSubnet(change.apply(call.argument(0, SubnetRequest.class))));
  }

  private static SubnetRequest shortIsIpv4(SubnetRequest request) {
    if (request.settings().pools() instanceof PoolsChoice.Explicit pools) {
      for (AddressRange pool : pools.pools()) {
        if (pool.family() == IpFamily.IPV6 && pool.last().high() == 0 && pool.last().low() < 256) {
          throw new InvalidValueException(
              "FamilyMismatch", "Pool 0.0.0.1-0.0.0.255 is IPv4, and the subnet is IPv6.", "");
        }
      }
    }
    return request;
  }

  private interface Dislike {
    boolean of(Cidr cidr, GatewayChoice.Explicit gateway);
  }

  private static UnaryOperator<IpamDriver> refusing(String code, Dislike dislike) {
    return creating(
        request -> {
          if (request instanceof SpecificSubnetRequest specific
              && request.settings().gateway() instanceof GatewayChoice.Explicit gateway
              && dislike.of(specific.cidr(), gateway)) {
            throw new InvalidValueException(
                code, "the gateway " + gateway.address() + " is refused", "");
          }
          return request;
        });
  }

  private interface PoolsOf {
    List<AddressRange> pools(IpamDriver driver, Subnet subnet);
  }

  /** Has other pools than those that are right where none are given. */
  private static UnaryOperator<IpamDriver> generating(Predicate<Cidr> which, PoolsOf pools) {
    return Tamper.with(
        "createSubnet",
        SubnetRequest.class,
        (driver, request) -> {
          Subnet right = driver.createSubnet(request);
          return right.poolsGenerated() && which.test(right.cidr())
              ? driver.updateSubnet(
                  SubnetUpdate.of(right.id()).withPools(PoolsChoice.of(pools.pools(driver, right))))
              : right;
        });
  }

  private static IpAddress above(Subnet subnet) {
    return subnet.gateway() == null ? subnet.cidr().first() : subnet.gateway();
  }

  private static Object broadcast(Call call) {
    Subnet subnet = of(call);
    return subnet.cidr().family() == IpFamily.IPV4 && subnet.cidr().prefixLength() <= 30
        ? List.of(
            new Allocation(
                subnet.id(),
                subnet.cidr().last(),
                null,
                Instant.EPOCH,
                RequestKind.ANY,
                Long.MAX_VALUE,
                null,
                AllocationContext.NONE))
        : call.answer();
  }

  private static Object anycast(Call call) {
    Subnet subnet = of(call);
    return subnet.cidr().family() == IpFamily.IPV6
            && call.driver().find(subnet.id(), subnet.cidr().first()).isEmpty()
        ? call.driver().allocate(AllocationRequest.specific(subnet.id(), subnet.cidr().first()))
        : call.answer();
  }

  private static Subnet of(Call call) {
    return call.driver().subnet(Views.first(call.argument(0, AllocationRequest.class)));
  }

  private static List<AddressRange> merged(List<AddressRange> pools) {
    List<AddressRange> merged = new ArrayList<>();
    for (AddressRange pool : pools) {
      int end = merged.size() - 1;
      if (end >= 0 && merged.get(end).adjoins(pool)) {
        merged.set(end, new AddressRange(merged.get(end).first(), pool.last()));
      } else {
        merged.add(pool);
      }
    }
    return merged;
  }
}
