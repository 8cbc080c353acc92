package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.Mutant.mutant;
import static dev.ipam.conformance.mutants.Mutant.slip;
import static dev.ipam.conformance.mutants.Views.asks;
import static dev.ipam.conformance.mutants.Views.first;
import static dev.ipam.conformance.mutants.Views.held;
import static dev.ipam.conformance.mutants.Views.withKind;
import static dev.ipam.conformance.mutants.Views.withOwner;

import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.conformance.memory.PassView;
import dev.ipam.conformance.model.Slips;
import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.AddressNotAllocatedException;
import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.RequestKind;
import dev.ipam.request.Usage;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.OwnerLookup;
import java.math.BigInteger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Chapter 3: release, what an allocation carries, look-ups, usage, rest and time. */
final class ReleaseMutants {
  private ReleaseMutants() {}

  static List<Mutant> mutants() {
    return List.of(
        mutant(
            "3.34",
            "says that it released an address, and keeps it",
            releasing(
                (driver, request) ->
                    request.owner() == null && request.token() == null
                        ? driver.find(request.subnetId(), request.address())
                        : driver.release(request))),
        mutant(
                "3.34",
                "keeps a list of free addresses, and does not hear of releases",
                ReleaseMutants::givesOnce)
            .exhibit(16),
        mutant(
            "3.35",
            "fails to release an address that is not allocated",
            releasing(
                (driver, request) -> {
                  Optional<Allocation> released = driver.release(request);
                  if (released.isEmpty()) {
                    throw new AddressNotAllocatedException(
                        request.subnetId(), request.address().toString());
                  }
                  return released;
                })),
        mutant(
            "3.36",
            "releases an address whoever owns it",
            releasing(
                (driver, request) ->
                    driver.release(
                        new ReleaseRequest(
                            request.subnetId(), request.address(), null, request.token())))),
        mutant(
                "3.37",
                "releases by a token an address that somebody else has by now",
                releasing(
                    (driver, request) ->
                        driver.release(
                            new ReleaseRequest(
                                request.subnetId(), request.address(), request.owner(), null))))
            .exhibit(6),
        mutant(
            "3.38",
            "does not keep the kind of request",
            Views.lookedUp(each -> withKind(each, RequestKind.ANY))),
        mutant(
            "3.39",
            "keeps owners in lower case",
            Views.lookedUp(
                each ->
                    withOwner(
                        each,
                        each.owner() == null
                            ? null
                            : each.owner().toLowerCase(java.util.Locale.ROOT)))),
        mutant(
            "3.55",
            "fails to look up an address outside the subnet",
            Tamper.with(
                "find",
                call -> {
                  String subnet = call.argument(0, String.class);
                  IpAddress address = call.argument(1, IpAddress.class);
                  if (!call.driver().subnet(subnet).cidr().contains(address)) {
                    throw new AddressOutsideSubnetException(
                        subnet, call.driver().subnet(subnet).cidr().toString(), address.toString());
                  }
                  return call.answer();
                })),
        mutant(
                "3.56",
                "looks owners up by the beginning of their name",
                Tamper.with("allocationsOf", call -> byPrefix(call)))
            .also("3.64"),
        mutant(
                "3.57",
                "lists the holders of an address from the last subnet to the first",
                Tamper.with("holders", call -> reversed((Stream<?>) call.answer())))
            .seed(22),
        mutant(
                "3.59",
                "sorts addresses as texts",
                Tamper.with(
                    "allocations",
                    call ->
                        ((Stream<?>) call.answer())
                            .map(Allocation.class::cast)
                            .sorted(Comparator.comparing(each -> each.address().toString()))))
            .exhibit(22),
        mutant(
                "3.59",
                "compares the low halves of IPv6 addresses as signed numbers",
                Tamper.with(
                    "allocations",
                    call ->
                        ((Stream<?>) call.answer())
                            .map(Allocation.class::cast)
                            .sorted(
                                Comparator.<Allocation>comparingLong(each -> each.address().high())
                                    .thenComparingLong(each -> each.address().low()))))
            .exhibit(20),
        mutant(
                "3.60",
                "reads addresses first and looks each one up when the stream gets there",
                Tamper.with(
                    "allocations",
                    String.class,
                    (driver, id) ->
                        held(driver, id).stream()
                            .flatMap(each -> driver.find(id, each.address()).stream())))
            .also("3.63"),
        mutant("3.62", "answers no request while a stream is open", ReleaseMutants::busy).seed(65),
        mutant(
                "3.63",
                "goes on with a stream that was closed",
                Tamper.with("allocations", String.class, (driver, id) -> held(driver, id).stream()))
            .and(WrittenHistories.A_CLOSED_STREAM_OF_IPV6),
        mutant(
            "3.64",
            "releases what an owner has in one subnet only",
            Tamper.with(
                "releaseOwner",
                String.class,
                (driver, owner) -> {
                  List<Allocation> all = owned(driver, owner);
                  all.removeIf(each -> !each.subnetId().equals(all.get(0).subnetId()));
                  all.forEach(
                      each -> driver.release(ReleaseRequest.of(each.subnetId(), each.address())));
                  return all;
                })),
        mutant(
            "3.65",
            "takes what is held outside the pools off what is free",
            using(
                (driver, u) ->
                    usage(
                        u, u.allocated(), u.free().subtract(u.outsidePools()), u.outsidePools()))),
        mutant(
            "3.66",
            "counts what is held outside the pools as if it were inside",
            using(
                (driver, u) ->
                    usage(u, u.allocated().add(u.outsidePools()), u.free(), BigInteger.ZERO))),
        mutant(
            "3.67",
            "counts what waits for the next pass as not free",
            using((driver, u) -> usage(u, u.allocated(), leftOfPass(driver, u), u.outsidePools()))),
        slip("3.68", "does not look at rests for PreferNext", Slips.preferNextIgnoresRests()),
        mutant("3.69", "refuses a Specific address that rests", ReleaseMutants::restsForAll),
        slip("3.70", "lets what has rested join the present pass", Slips.restsJoinThePass()),
        slip("3.72", "lets its time go back with the clock", Slips.timeGoesBack()),
        Mutant.of(
            "3.73",
            "takes the time of the system",
            new MemoryUnderTest(),
            new Other(
                new MemoryUnderTest(),
                (provider, context) ->
                    provider.open(
                        new DriverContext(
                            context.settings(),
                            context.createIfMissing(),
                            Clock.systemUTC(),
                            context.random())))),
        mutant(
            "3.80",
            "serves a port that has a device owner from the bottom",
            Tamper.with(
                "allocate",
                AllocationRequest.class,
                (driver, request) ->
                    driver.allocate(
                        asks(request, RequestKind.ANY)
                                && !request
                                    .context()
                                    .equals(dev.ipam.request.AllocationContext.NONE)
                            ? Views.asking(request, new AddressRequest.PreferNext())
                            : request))));
  }

  private static UnaryOperator<IpamDriver> releasing(
      Tamper.Fault<ReleaseRequest, Optional<Allocation>> fault) {
    return Tamper.with("release", ReleaseRequest.class, fault);
  }

  private static IpamDriver givesOnce(IpamDriver real) {
    Set<List<Object>> given = new HashSet<>();
    return Tamper.with(
            "allocate",
            AllocationRequest.class,
            (driver, request) -> {
              List<Allocation> answer = driver.allocate(request);
              Allocation one = answer.get(0);
              if (asks(request, RequestKind.ANY)
                  && !given.add(List.of(one.subnetId(), one.address()))) {
                driver.release(ReleaseRequest.of(one));
                throw new NoAddressAvailableException(
                    request.subnetIds(), BigInteger.ONE, BigInteger.ZERO, BigInteger.ZERO, null);
              }
              return answer;
            })
        .apply(real);
  }

  private interface Counting {
    Usage usage(IpamDriver driver, Usage right);
  }

  private static UnaryOperator<IpamDriver> using(Counting counting) {
    return Tamper.with(
        "usage", String.class, (driver, id) -> counting.usage(driver, driver.usage(id)));
  }

  private static Usage usage(
      Usage right, BigInteger allocated, BigInteger free, BigInteger outside) {
    return new Usage(
        right.subnetId(),
        right.capacity(),
        allocated,
        free,
        right.resting(),
        outside,
        right.nextRested());
  }

  private static BigInteger leftOfPass(IpamDriver driver, Usage right) {
    // The model counts what is left one by one.
    return right.capacity().bitLength() > 12
        ? right.free()
        : driver.extension(PassView.class).orElseThrow().leftOfPass(right.subnetId()).stream()
            .map(AddressRange::size)
            .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static List<Allocation> owned(IpamDriver driver, String owner) {
    try (Stream<Allocation> all =
        driver.extension(OwnerLookup.class).orElseThrow().allocationsOf(owner)) {
      return new ArrayList<>(all.toList());
    }
  }

  private static Stream<Allocation> byPrefix(Call call) {
    String owner = call.argument(0, String.class);
    return Views.all(call.driver()).stream()
        .flatMap(subnet -> held(call.driver(), subnet.id()).stream())
        .filter(each -> each.owner() != null && each.owner().startsWith(owner));
  }

  private static Stream<?> reversed(Stream<?> stream) {
    List<Object> all = new ArrayList<>(stream.toList());
    Collections.reverse(all);
    return all.stream();
  }

  private static IpamDriver busy(IpamDriver real) {
    AtomicInteger open = new AtomicInteger();
    return Tamper.with(
            Set.of("allocations", "allocate", "release"),
            call -> {
              if (call.operation().equals("allocations")) {
                open.incrementAndGet();
                return ((Stream<?>) call.answer()).onClose(open::decrementAndGet);
              }
              if (open.get() > 0) {
                throw new UnavailableException(
                    "memory", "the only connection is busy", Outcome.NOT_APPLIED, null);
              }
              return call.answer();
            })
        .apply(real);
  }

  private static IpamDriver restsForAll(IpamDriver real) {
    Set<IpAddress> released = new HashSet<>();
    return Tamper.with(
            Set.of("release", "allocate"),
            call -> {
              if (call.operation().equals("release")) {
                released.add(call.argument(0, ReleaseRequest.class).address());
                return call.answer();
              }
              AllocationRequest request = call.argument(0, AllocationRequest.class);
              if (request.address() instanceof AddressRequest.Specific specific
                  && released.contains(specific.address())
                  && real.usage(first(request)).resting().signum() > 0) {
                throw new AddressAlreadyAllocatedException(
                    first(request), specific.address().toString());
              }
              return call.answer();
            })
        .apply(real);
  }
}
