package dev.ipam.conformance.rules;

import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.spi.Capability;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.JointAllocation;
import dev.ipam.spi.OwnerLookup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Takes very many addresses by name and releases them, by the quickest means that a driver has: in
 * one call where it has ALL_OR_NONE and OWNERS, else one by one from several threads.
 */
final class Released {
  private static final int PART = 1_000;
  private static final int THREADS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Released() {}

  /** Takes and releases {@code count} addresses, one after the other from {@code first} on. */
  static void above(Bench bench, String subnet, IpAddress first, int count) {
    if (bench.has(Capability.ALL_OR_NONE) && bench.has(Capability.OWNERS)) {
      together(bench, subnet, first, count);
    } else {
      oneByOne(bench, subnet, first, count);
    }
    bench.remark(count + " addresses from " + first + " on were taken by name and released");
  }

  private static void together(Bench bench, String subnet, IpAddress first, int count) {
    // Not recorded: the calls would push everything else out of the message.
    IpamDriver driver = bench.store().driver();
    var joint = driver.extension(JointAllocation.class).orElseThrow();
    for (int done = 0; done < count; done += PART) {
      List<AllocationRequest> parts = new ArrayList<>();
      for (int i = done; i < Math.min(done + PART, count); i++) {
        parts.add(
            AllocationRequest.of(new AddressRequest.Specific(first.plus(i)), subnet)
                .withOwner("many"));
      }
      joint.allocateTogether(new JointRequest(parts, null));
    }
    driver.extension(OwnerLookup.class).orElseThrow().releaseOwner("many");
  }

  private static void oneByOne(Bench bench, String subnet, IpAddress first, int count) {
    IpamDriver driver = bench.store().driver();
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<Callable<?>> calls = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int from = thread;
      calls.add(
          () -> {
            for (int i = from; i < count; i += THREADS) {
              driver.allocate(AllocationRequest.specific(subnet, first.plus(i)));
              driver.release(ReleaseRequest.of(subnet, first.plus(i)));
              if (System.nanoTime() - end > 0) {
                return false;
              }
            }
            return true;
          });
    }
    for (Outcome<Object> outcome : bench.atOnce(calls.toArray(Callable<?>[]::new))) {
      if (!outcome.value().equals(true)) {
        throw new NotProven(
            "the driver cannot make "
                + count
                + " allocations and releases within "
                + PATIENCE.toSeconds()
                + " s");
      }
    }
  }
}
