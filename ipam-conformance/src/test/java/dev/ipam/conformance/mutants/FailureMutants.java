package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.Mutant.mutant;
import static dev.ipam.conformance.mutants.Views.first;
import static dev.ipam.conformance.mutants.Views.instead;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.memory.MemoryUnderTest;
import dev.ipam.error.IpamException;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.DriverContext;
import dev.ipam.spi.IpamDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Chapter 6: concurrency and failure, as far as a store in memory shows them. */
final class FailureMutants {
  private static final Set<String> WRITES =
      Set.of("createSubnet", "updateSubnet", "removeSubnet", "allocate", "release");

  private FailureMutants() {}

  static List<Mutant> mutants() {
    return List.of(
        mutant(
                "6.01",
                "looks whether an address is free, and takes it in another step",
                Tamper.with("allocate", AllocationRequest.class, FailureMutants::readsThenWrites))
            .by(Hunts.threads())
            .exhibit(7),
        mutant(
                "6.05",
                "keeps the request that it works on in a field",
                FailureMutants::keepsItsRequest)
            .and(SecondHistories.at("6.01", Hunts.threads(1))),
        mutant("6.06", "stops all writes while a stream is open", FailureMutants::busy)
            .also("2.41"),
        Mutant.of(
                "6.16",
                "creates a store that is missing, asked to or not",
                new MemoryUnderTest(),
                new Other(
                    new MemoryUnderTest(),
                    (provider, context) ->
                        provider.open(
                            new DriverContext(
                                context.settings(), true, context.clock(), context.random()))))
            .and(WrittenStoreHistories.A_STORE_THAT_NEVER_WAS),
        mutant(
            "6.19",
            "lets the exceptions of its store through",
            Tamper.with(
                WRITES,
                call -> {
                  try {
                    return call.answer();
                  } catch (IpamException e) {
                    throw new UnsupportedOperationException("ERROR: duplicate key, 23505", e);
                  }
                })),
        mutant(
            "6.20",
            "says that a request was not applied, a part of which was",
            instead(
                "allocate",
                "AddressAlreadyAllocated",
                call -> {
                  AllocationRequest request = call.argument(0, AllocationRequest.class);
                  call.driver().allocate(AllocationRequest.any(first(request)));
                  return call.answer();
                })),
        mutant(
            "6.21",
            "says of a conflict that the store is unavailable, and to try again",
            Tamper.with(
                WRITES,
                call -> {
                  try {
                    return call.answer();
                  } catch (IpamException e) {
                    throw new UnavailableException(
                        "memory", String.valueOf(e.getMessage()), Outcome.NOT_APPLIED, e);
                  }
                })),
        lacking("6.22", "serves what it says that it cannot do", Capability.BULK),
        mutant("6.23", "can do less after a write", FailureMutants::canDoLess).also("6.22"),
        mutant(
            "6.24",
            "loses a connection with each error, of which it has ten",
            FailureMutants::leaks),
        mutant("6.27", "answers look-ups after it was closed", Tamper.with("close", call -> null))
            .and(WrittenStoreHistories.AFTER_CLOSE),
        mutant(
                "6.38",
                "writes through a FileChannel by the threads of its callers",
                FailureMutants::writesThroughAChannel)
            .and(WrittenStoreHistories.AN_INTERRUPTED_CREATION));
  }

  private static Mutant lacking(String rule, String fault, Capability capability) {
    Set<Capability> fewer = EnumSet.copyOf(new MemoryUnderTest().capabilities());
    fewer.remove(capability);
    DriverUnderTest subject =
        Other.changed(new MemoryUnderTest(), Tamper.with("capabilities", call -> fewer))
            .declaring(fewer);
    return Mutant.of(rule, fault, new MemoryUnderTest(fewer), subject);
  }

  private static List<Allocation> readsThenWrites(IpamDriver driver, AllocationRequest request) {
    if (!(request.address() instanceof AddressRequest.Specific specific)
        || request.subnetIds().size() > 1
        || driver.find(first(request), specific.address()).isPresent()) {
      return driver.allocate(request);
    }
    Views.pause();
    // Whoever took it meanwhile loses it.
    driver.release(ReleaseRequest.of(first(request), specific.address()));
    return driver.allocate(request);
  }

  private static IpamDriver keepsItsRequest(IpamDriver real) {
    AtomicReference<AllocationRequest> field = new AtomicReference<>();
    return Tamper.with(
            "allocate",
            AllocationRequest.class,
            (driver, request) -> {
              field.set(request);
              Views.pause();
              return driver.allocate(field.get());
            })
        .apply(real);
  }

  private static IpamDriver busy(IpamDriver real) {
    AtomicInteger open = new AtomicInteger();
    return Tamper.with(
            Set.of("subnets", "allocate", "createSubnet", "updateSubnet"),
            call -> {
              if (call.operation().equals("subnets")) {
                open.incrementAndGet();
                return ((Stream<?>) call.answer()).onClose(open::decrementAndGet);
              }
              if (open.get() > 0) {
                throw new UnavailableException(
                    "memory", "the lock is held by a reader", Outcome.NOT_APPLIED, null);
              }
              return call.answer();
            })
        .apply(real);
  }

  private static IpamDriver writesThroughAChannel(IpamDriver real) {
    FileChannel channel = scratch();
    return Tamper.with(
            WRITES,
            call -> {
              try {
                channel.write(ByteBuffer.allocate(8), 0);
              } catch (IOException e) {
                throw new UnavailableException("memory", e.toString(), Outcome.UNKNOWN, e);
              }
              return call.answer();
            })
        .apply(real);
  }

  private static FileChannel scratch() {
    try {
      return FileChannel.open(
          Files.createTempFile("ipam", "journal"),
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IpamDriver canDoLess(IpamDriver real) {
    AtomicInteger writes = new AtomicInteger();
    return Tamper.with(
            Set.of("capabilities", "createSubnet"),
            call -> {
              if (call.operation().equals("createSubnet")) {
                writes.incrementAndGet();
                return call.answer();
              }
              Set<Capability> now = EnumSet.copyOf(real.capabilities());
              if (writes.get() > 0) {
                now.remove(Capability.KEYS);
              }
              return now;
            })
        .apply(real);
  }

  private static IpamDriver leaks(IpamDriver real) {
    AtomicInteger left = new AtomicInteger(10);
    return Tamper.with(
            WRITES,
            call -> {
              if (left.get() <= 0) {
                throw new UnavailableException(
                    "memory", "no connection is left", Outcome.NOT_APPLIED, null);
              }
              try {
                return call.answer();
              } catch (IpamException e) {
                left.decrementAndGet();
                throw e;
              }
            })
        .apply(real);
  }
}
