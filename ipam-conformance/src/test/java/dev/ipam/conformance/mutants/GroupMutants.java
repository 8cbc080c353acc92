package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.Mutant.mutant;
import static dev.ipam.conformance.mutants.Mutant.slip;
import static dev.ipam.conformance.mutants.Views.asking;
import static dev.ipam.conformance.mutants.Views.asks;
import static dev.ipam.conformance.mutants.Views.instead;

import dev.ipam.conformance.model.Slips;
import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.InvalidAddressRequestException;
import dev.ipam.error.IpamException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.spi.IpamDriver;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Chapter 4: a list of candidates. */
final class GroupMutants {
  private GroupMutants() {}

  static List<Mutant> mutants() {
    return List.of(
        mutant(
            "4.02",
            "tries the candidates one after the other, each in a step of its own",
            groups(
                (driver, request) -> {
                  request.subnetIds().forEach(driver::subnet);
                  return walk(driver, request, GroupMutants::mayGoOnAfterAWhile);
                })),
        mutant(
            "4.04",
            "serves all candidates but the first from the bottom",
            groups(
                (driver, request) -> {
                  AllocationRequest first =
                      request.withSubnetIds(request.subnetIds().subList(0, 1));
                  try {
                    return driver.allocate(first);
                  } catch (NoAddressAvailableException e) {
                    return driver.allocate(
                        asks(request, RequestKind.ANY)
                            ? asking(request, new AddressRequest.PreferNext())
                            : request);
                  }
                })),
        mutant(
            "4.05",
            "gives up when the first candidate is full",
            groups(
                (driver, request) -> {
                  request.subnetIds().forEach(driver::subnet);
                  return walk(driver, request, e -> e instanceof AddressOutsideSubnetException);
                })),
        mutant(
            "4.06",
            "gives up when a Specific address is outside the first candidate",
            groups(
                (driver, request) -> {
                  request.subnetIds().forEach(driver::subnet);
                  return walk(driver, request, e -> e instanceof NoAddressAvailableException);
                })),
        mutant(
            "4.07",
            "goes on to the next candidate after any error",
            groups((driver, request) -> walk(driver, request, e -> true))),
        mutant(
            "4.08",
            "names the last candidate only when none can serve",
            instead(
                "allocate",
                "NoAddressAvailable",
                call -> {
                  AllocationRequest request = call.argument(0, AllocationRequest.class);
                  int end = request.subnetIds().size();
                  throw new NoAddressAvailableException(
                      request.subnetIds().subList(end - 1, end),
                      BigInteger.valueOf(request.address().count()),
                      BigInteger.ZERO,
                      BigInteger.ZERO,
                      null);
                })),
        mutant(
                "4.09",
                "says of an empty list of candidates that a subnet is unknown",
                Tamper.with(
                    "allocate",
                    AllocationRequest.class,
                    (driver, request) -> {
                      if (request.subnetIds().isEmpty()) {
                        throw new SubnetNotFoundException("none");
                      }
                      return driver.allocate(request);
                    }))
            .and(WrittenHistories.NO_CANDIDATE),
        mutant(
            "4.10",
            "does not notice an unknown candidate behind one that serves",
            groups((driver, request) -> walk(driver, request, GroupMutants::mayGoOn))),
        mutant(
            "4.11",
            "refuses a list that names a subnet twice",
            groups(
                (driver, request) -> {
                  if (new HashSet<>(request.subnetIds()).size() < request.subnetIds().size()) {
                    throw new InvalidAddressRequestException(
                        Views.first(request), "a subnet is named twice");
                  }
                  return driver.allocate(request);
                })),
        mutant(
            "4.12", "puts a Bulk together from several candidates", groups(GroupMutants::spread)),
        slip(
            "4.13",
            "begins a new pass in candidates that could not serve",
            Slips.triedCandidatesStartAPass()));
  }

  private static UnaryOperator<IpamDriver> groups(
      Tamper.Fault<AllocationRequest, List<Allocation>> fault) {
    return Tamper.with(
        "allocate",
        AllocationRequest.class,
        (driver, request) ->
            request.subnetIds().size() > 1
                ? fault.answer(driver, request)
                : driver.allocate(request));
  }

  /** A step of its own is a round trip to the store, so that others come in between. */
  private static boolean mayGoOnAfterAWhile(IpamException error) {
    Views.pause();
    return mayGoOn(error);
  }

  private static boolean mayGoOn(IpamException e) {
    return e instanceof NoAddressAvailableException || e instanceof AddressOutsideSubnetException;
  }

  private static List<Allocation> walk(
      IpamDriver driver, AllocationRequest request, Predicate<IpamException> goOn) {
    for (String id : request.subnetIds()) {
      try {
        return driver.allocate(request.withSubnetIds(List.of(id)));
      } catch (IpamException e) {
        if (!goOn.test(e)) {
          throw e;
        }
        Views.pause();
      }
    }
    throw new NoAddressAvailableException(
        request.subnetIds(),
        BigInteger.valueOf(request.address().count()),
        BigInteger.ZERO,
        BigInteger.ZERO,
        null);
  }

  private static List<Allocation> spread(IpamDriver driver, AllocationRequest request) {
    if (!asks(request, RequestKind.BULK) || request.address().count() > 100) {
      return driver.allocate(request);
    }
    List<Allocation> all = new ArrayList<>();
    for (int i = 0; i < request.address().count(); i++) {
      all.addAll(driver.allocate(asking(request, new AddressRequest.Any())));
    }
    return all;
  }
}
