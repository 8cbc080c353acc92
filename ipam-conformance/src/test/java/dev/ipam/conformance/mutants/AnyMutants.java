package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.Mutant.mutant;
import static dev.ipam.conformance.mutants.Mutant.slip;
import static dev.ipam.conformance.mutants.Views.asking;
import static dev.ipam.conformance.mutants.Views.asks;
import static dev.ipam.conformance.mutants.Views.first;
import static dev.ipam.conformance.mutants.Views.held;
import static dev.ipam.conformance.mutants.Views.instead;

import dev.ipam.conformance.model.Slips;
import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.IpamDriver;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;

/** Chapter 3: Any under each policy, and PreferNext. */
final class AnyMutants {
  private AnyMutants() {}

  static List<Mutant> mutants() {
    return List.of(
        mutant(
            "3.01",
            "answers with an address that it does not allocate",
            Tamper.with(
                "allocate",
                AllocationRequest.class,
                (driver, request) -> {
                  List<Allocation> given = driver.allocate(request);
                  if (asks(request, RequestKind.ANY)) {
                    driver.release(
                        ReleaseRequest.of(given.get(0).subnetId(), given.get(0).address()));
                  }
                  return given;
                })),
        mutant(
                "3.02",
                "hands the gateway out to the first that asks",
                Tamper.with("allocate", AllocationRequest.class, AnyMutants::gatewayFirst))
            .exhibit(15),
        slip(
            "3.04",
            "searches from the bottom again after each release",
            Slips.searchRestartsAtRelease()),
        slip("3.05", "forgets what was released during a pass", Slips.spentIsForgotten()),
        slip(
            "3.06",
            "begins a new pass when it has come to the end of a pool",
            Slips.passEndsWithThePool()),
        slip(
            "3.07",
            "takes what Specific and PreferNext hand out for its position",
            Slips.everyKindMovesThePosition()),
        slip("3.08", "has no bound on what is spent", Slips.spentWithoutBound())
            .and(WrittenHistories.SPENT_IN_IPV6),
        slip("3.09", "begins a new pass when a request fails", Slips.failureStartsAPass()),
        slip("3.10", "begins a new pass with every Bulk", Slips.bulkStartsAPass()),
        mutant(
            "3.11",
            "knows no policy LOWEST and goes on in order",
            Tamper.with(
                "createSubnet",
                SubnetRequest.class,
                (driver, request) ->
                    driver.createSubnet(
                        request.settings().policy() == AllocationPolicy.LOWEST
                            ? request.withPolicy(AllocationPolicy.SEQUENTIAL)
                            : request))),
        mutant(
            "3.12",
            "draws a pool first and then an address of it, so that small pools are favoured",
            AnyMutants::poolFirst),
        slip("3.13", "keeps one position for all subnets", Slips.onePositionForAll()),
        mutant(
            "3.14",
            "goes on in the pass for PreferNext too",
            Tamper.with(
                "allocate",
                AllocationRequest.class,
                (driver, request) ->
                    driver.allocate(
                        asks(request, RequestKind.PREFER_NEXT)
                            ? asking(request, new AddressRequest.Any())
                            : request))),
        mutant(
                "3.31",
                "hands out the last address, which is held, when the search ran past the end",
                instead("allocate", "NoAddressAvailable", AnyMutants::lastOne))
            .exhibit(2),
        mutant(
            "3.32",
            "does not say how many addresses rest, and until when",
            instead(
                "allocate",
                "NoAddressAvailable",
                call -> {
                  throw new NoAddressAvailableException(
                      call.argument(0, AllocationRequest.class).subnetIds(),
                      BigInteger.ONE,
                      BigInteger.ZERO,
                      BigInteger.ZERO,
                      null);
                })),
        mutant(
                "3.33",
                "visits the addresses of the pools one by one, to find a free one",
                Tamper.with("allocate", AllocationRequest.class, AnyMutants::walksTheSpace))
            .exhibit(23)
            .also("3.21")
            .hanging(),
        mutant(
                "3.33",
                "reads all allocations of a subnet at each of them",
                Tamper.with("allocate", AllocationRequest.class, AnyMutants::readsAll))
            .exhibit(24)
            .and(WrittenHistories.MANY_HELD_IN_IPV6)
            .hanging());
  }

  private static List<Allocation> readsAll(IpamDriver driver, AllocationRequest request) {
    for (String subnet : request.subnetIds()) {
      Views.held(driver, subnet);
    }
    return driver.allocate(request);
  }

  private static List<Allocation> gatewayFirst(IpamDriver driver, AllocationRequest request) {
    Subnet subnet = driver.subnet(first(request));
    if (asks(request, RequestKind.ANY)
        && subnet.gateway() != null
        && subnet.cidr().contains(subnet.gateway())
        && driver.find(subnet.id(), subnet.gateway()).isEmpty()) {
      return driver.allocate(asking(request, new AddressRequest.Specific(subnet.gateway())));
    }
    return driver.allocate(request);
  }

  private static IpamDriver poolFirst(IpamDriver real) {
    Random random = new Random(5);
    return Tamper.with(
            "allocate",
            AllocationRequest.class,
            (driver, request) -> {
              Subnet subnet = driver.subnet(first(request));
              if (!asks(request, RequestKind.ANY)
                  || subnet.policy() != AllocationPolicy.RANDOM
                  || subnet.pools().size() < 2) {
                return driver.allocate(request);
              }
              AddressRange pool = subnet.pools().get(random.nextInt(subnet.pools().size()));
              for (int i = 0; i < 64; i++) {
                long offset = (long) (random.nextDouble() * pool.saturatedSize());
                try {
                  return driver.allocate(
                      asking(request, new AddressRequest.Specific(pool.first().plus(offset))));
                } catch (AddressAlreadyAllocatedException e) {
                  // Another one is tried.
                }
              }
              return driver.allocate(request);
            })
        .apply(real);
  }

  private static Object lastOne(Call call) {
    AllocationRequest request = call.argument(0, AllocationRequest.class);
    List<Allocation> taken = held(call.driver(), first(request));
    if (asks(request, RequestKind.ANY) && !taken.isEmpty()) {
      return List.of(taken.get(taken.size() - 1));
    }
    return call.answer();
  }

  private static List<Allocation> walksTheSpace(IpamDriver driver, AllocationRequest request) {
    long visited = 0;
    for (AddressRange pool : driver.subnet(first(request)).pools()) {
      IpAddress at = pool.first();
      while (at.compareTo(pool.last()) < 0 && !Thread.currentThread().isInterrupted()) {
        at = at.plus(1);
        visited++;
      }
    }
    if (visited < 0) {
      throw new IllegalStateException();
    }
    return driver.allocate(request);
  }
}
