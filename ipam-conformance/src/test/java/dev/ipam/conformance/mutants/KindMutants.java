package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.Mutant.mutant;
import static dev.ipam.conformance.mutants.Views.asking;
import static dev.ipam.conformance.mutants.Views.asks;
import static dev.ipam.conformance.mutants.Views.first;
import static dev.ipam.conformance.mutants.Views.instead;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.AddressNotUsableException;
import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.InvalidAddressRequestException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Subnet;
import dev.ipam.spi.IpamDriver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Chapter 3: Specific, Automatic, Gateway and Bulk. */
final class KindMutants {
  private KindMutants() {}

  static List<Mutant> mutants() {
    return List.of(
        mutant(
            "3.15",
            "takes a Specific request as a wish and hands out what is next",
            allocating(
                RequestKind.SPECIFIC,
                (driver, request) ->
                    free(driver, request)
                        ? driver.allocate(asking(request, new AddressRequest.Any()))
                        : driver.allocate(request))),
        mutant(
            "3.16",
            "refuses a Specific address outside the pools",
            allocating(RequestKind.SPECIFIC, KindMutants::inPoolsOnly)),
        mutant(
                "3.17",
                "returns the allocation that is there for a Specific address that is taken",
                instead("allocate", "AddressAlreadyAllocated", KindMutants::theHolder))
            .exhibit(9),
        mutant(
                "3.17",
                "waits for a Specific address that is taken",
                instead("allocate", "AddressAlreadyAllocated", KindMutants::waits))
            .exhibit(10)
            .and(WrittenHistories.A_TAKEN_ADDRESS_OF_IPV6)
            .hanging(),
        mutant(
            "3.18",
            "hands out something else for a Specific address outside the subnet",
            instead("allocate", "AddressOutsideSubnet", KindMutants::any)),
        mutant(
            "3.19",
            "says of network and broadcast address that they are taken",
            instead(
                "allocate",
                "AddressNotUsable",
                call -> {
                  AllocationRequest request = call.argument(0, AllocationRequest.class);
                  throw new AddressAlreadyAllocatedException(first(request), "the address");
                })),
        mutant(
                "3.20",
                "refuses the first address of a /31, which Any hands out",
                allocating(RequestKind.SPECIFIC, KindMutants::firstIsReserved))
            .exhibit(13),
        mutant(
                "3.21",
                "forgets to flip the universal bit of the interface identifier",
                allocating(RequestKind.AUTOMATIC, KindMutants::unflipped))
            .seed(14),
        mutant(
            "3.22",
            "hands out any address where Automatic cannot be",
            instead("allocate", "AddressCalculationFailed", KindMutants::any)),
        mutant(
                "3.23",
                "hands out any address where that of Automatic is taken",
                allocating(RequestKind.AUTOMATIC, KindMutants::anyIfTaken))
            .seed(27),
        mutant(
            "3.24",
            "hands out any address where the gateway is taken",
            allocating(RequestKind.GATEWAY, KindMutants::anyIfTaken)),
        mutant(
            "3.25",
            "hands out any address where there is no gateway",
            instead("allocate", "InvalidAddressRequest", KindMutants::any)),
        mutant(
            "3.26",
            "answers a Bulk with one address twice",
            allocating(
                RequestKind.BULK,
                (driver, request) -> {
                  List<Allocation> all = new ArrayList<>(driver.allocate(request));
                  all.set(all.size() - 1, all.get(0));
                  return all;
                })),
        mutant(
                "3.27",
                "takes what there is for a Bulk, and then fails",
                instead("allocate", "NoAddressAvailable", KindMutants::drains))
            .exhibit(21),
        mutant(
                "3.29",
                "refuses a Bulk of more than 65,536",
                allocating(
                    RequestKind.BULK,
                    (driver, request) -> {
                      if (request.address().count() > 65_536) {
                        throw new InvalidAddressRequestException(
                            first(request), "more than 65,536 addresses at once");
                      }
                      return driver.allocate(request);
                    }))
            .also("3.27"),
        mutant(
            "3.30",
            "answers a Bulk in the opposite order",
            allocating(
                RequestKind.BULK,
                (driver, request) -> {
                  List<Allocation> all = new ArrayList<>(driver.allocate(request));
                  Collections.reverse(all);
                  return all;
                })));
  }

  private static UnaryOperator<IpamDriver> allocating(
      RequestKind kind, BiFunction<IpamDriver, AllocationRequest, List<Allocation>> fault) {
    return Tamper.with(
        "allocate",
        AllocationRequest.class,
        (driver, request) ->
            asks(request, kind) ? fault.apply(driver, request) : driver.allocate(request));
  }

  private static IpAddress specific(AllocationRequest request) {
    return ((AddressRequest.Specific) request.address()).address();
  }

  private static boolean free(IpamDriver driver, AllocationRequest request) {
    Subnet subnet = driver.subnet(first(request));
    IpAddress address = specific(request);
    return subnet.pools().stream().anyMatch(pool -> pool.contains(address))
        && driver.find(subnet.id(), address).isEmpty();
  }

  private static List<Allocation> inPoolsOnly(IpamDriver driver, AllocationRequest request) {
    Subnet subnet = driver.subnet(first(request));
    if (subnet.pools().stream().noneMatch(pool -> pool.contains(specific(request)))) {
      throw new AddressOutsideSubnetException(
          subnet.id(), subnet.cidr().toString(), specific(request).toString());
    }
    return driver.allocate(request);
  }

  private static List<Allocation> firstIsReserved(IpamDriver driver, AllocationRequest request) {
    Subnet subnet = driver.subnet(first(request));
    if (specific(request).equals(subnet.cidr().first()) && subnet.cidr().prefixLength() == 31) {
      throw new AddressNotUsableException(
          subnet.id(), subnet.cidr().toString(), specific(request).toString());
    }
    return driver.allocate(request);
  }

  private static Object theHolder(Call call) {
    AllocationRequest request = call.argument(0, AllocationRequest.class);
    return asks(request, RequestKind.SPECIFIC)
        ? List.of(call.driver().find(first(request), specific(request)).orElseThrow())
        : call.answer();
  }

  private static Object waits(Call call) {
    try {
      new CountDownLatch(1).await();
      return call.answer();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object any(Call call) {
    AllocationRequest request = call.argument(0, AllocationRequest.class);
    return call.driver().allocate(asking(request, new AddressRequest.Any()));
  }

  private static List<Allocation> anyIfTaken(IpamDriver driver, AllocationRequest request) {
    try {
      return driver.allocate(request);
    } catch (AddressAlreadyAllocatedException e) {
      return driver.allocate(asking(request, new AddressRequest.Any()));
    }
  }

  private static List<Allocation> unflipped(IpamDriver driver, AllocationRequest request) {
    // What it would have been tells the prefix, and whether the request can be served at all.
    Allocation right = driver.allocate(request).get(0);
    driver.release(dev.ipam.request.ReleaseRequest.of(right.subnetId(), right.address()));
    IpAddress wrong =
        IpAddress.ofIpv6(right.address().high(), right.address().low() ^ 0x0200_0000_0000_0000L);
    return driver.allocate(asking(request, new AddressRequest.Specific(wrong)));
  }

  private static Object drains(Call call) {
    AllocationRequest request = call.argument(0, AllocationRequest.class);
    if (asks(request, RequestKind.BULK)) {
      long free =
          call.driver().usage(first(request)).free().min(java.math.BigInteger.TEN).longValue();
      for (long i = 0; i < free; i++) {
        call.driver().allocate(AllocationRequest.any(first(request)));
      }
    }
    return call.answer();
  }
}
