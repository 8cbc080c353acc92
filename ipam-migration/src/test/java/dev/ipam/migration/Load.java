package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.Ipam;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Threads that allocate and release all the time, one call in four in the same subnet. What they
 * hold at the end, by the answers that they got, is what a store must hold. Any other answer than
 * an allocation, a release, or that a subnet is full ends a thread, and {@link #stop} throws it.
 */
final class Load {
  private static final int THREADS = 16;
  private static final int MOST_HELD = 60;

  /** What a thread does after it was told to stop, so that also a new store serves under load. */
  private static final int AFTERWARDS = 50;

  private final Ipam ipam;
  private final int subnets;
  private final Map<String, Map<IpAddress, Allocation>> expected = new HashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final List<Future<List<Allocation>>> workers = new ArrayList<>();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong slowestNanos = new AtomicLong();
  private volatile boolean stopping;

  private Load(Ipam ipam, int subnets) {
    this.ipam = ipam;
    this.subnets = subnets;
  }

  /** Makes subnets, and allocates in each. */
  static Load on(Ipam ipam, int subnets, int each) {
    Load load = new Load(ipam, subnets);
    for (int i = 0; i < subnets; i++) {
      ipam.createSubnet(SubnetRequest.of(name(i), "10." + i / 16 + "." + i % 16 * 16 + ".0/20"));
      Map<IpAddress, Allocation> own = new HashMap<>();
      ipam.allocateAll(AllocationRequest.bulk(name(i), each).withOwner("filled"))
          .forEach(allocation -> own.put(allocation.address(), allocation));
      load.expected.put(name(i), own);
    }
    return load;
  }

  private static String name(int subnet) {
    return "subnet-" + subnet;
  }

  /** Begins, and returns when every thread has done something. */
  void start() {
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      workers.add(threads.submit(() -> work(number)));
    }
    while (calls.get() < 5L * THREADS && workers.stream().noneMatch(Future::isDone)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Ends, when every thread has gone on for a little. */
  void stop() throws InterruptedException, ExecutionException {
    stopping = true;
    threads.shutdown();
    for (Future<List<Allocation>> worker : workers) {
      for (Allocation held : worker.get()) {
        assertThat(expected.get(held.subnetId()).put(held.address(), held)).isNull();
      }
    }
  }

  /** Waits for so many calls more, as long as writers may go on. */
  void awaitCalls(long more, BooleanSupplier mayGoOn) {
    long enough = calls.get() + more;
    while (calls.get() < enough && !stopping && mayGoOn.getAsBoolean()) {
      LockSupport.parkNanos(100_000);
    }
  }

  long calls() {
    return calls.get();
  }

  long slowestMillis() {
    return slowestNanos.get() / 1_000_000;
  }

  private List<Allocation> work(int number) {
    Random random = new Random(number);
    List<Allocation> held = new ArrayList<>();
    for (int after = 0; after < AFTERWARDS; after += stopping ? 1 : 0) {
      long start = System.nanoTime();
      step(number, random, held);
      long took = System.nanoTime() - start;
      slowestNanos.accumulateAndGet(took, Math::max);
      calls.incrementAndGet();
    }
    return held;
  }

  private void step(int number, Random random, List<Allocation> held) {
    if (held.size() > MOST_HELD || (!held.isEmpty() && random.nextInt(3) == 0)) {
      Allocation given = held.remove(random.nextInt(held.size()));
      assertThat(ipam.release(ReleaseRequest.of(given))).contains(given);
      return;
    }
    String subnet = name(random.nextInt(4) == 0 ? 0 : random.nextInt(subnets));
    AllocationRequest request = AllocationRequest.any(subnet).withOwner("worker-" + number);
    if (random.nextInt(5) == 0) {
      request = request.withKey("key-" + number + "-" + calls.get() + "-" + held.size());
    }
    try {
      held.add(ipam.allocate(request));
    } catch (NoAddressAvailableException e) {
      assertThat(e.outcome()).isNotNull();
    }
  }

  /** Checks that a store holds what was answered, and nothing else. */
  void assertHeldBy(Ipam store) {
    expected.forEach(
        (subnet, own) -> {
          Map<IpAddress, Allocation> there = new HashMap<>();
          try (Stream<Allocation> allocations = store.allocations(subnet)) {
            allocations.forEach(held -> there.put(held.address(), held));
          }
          assertThat(there).as(subnet).isEqualTo(own);
        });
  }
}
