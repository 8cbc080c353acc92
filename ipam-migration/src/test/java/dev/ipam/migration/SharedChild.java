package dev.ipam.migration;

import dev.ipam.DriverRegistry;
import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One of several processes that write to one store: allocates and releases until it reads a line,
 * or the store is not the authority any more and no successor is configured. Prints {@code ready},
 * and at the end what it holds, how many calls it made and how long the slowest took.
 */
final class SharedChild {
  private static final int THREADS = 4;
  private static final int MOST_HELD = 40;

  private final Ipam ipam;
  private final int subnets;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong slowest = new AtomicLong();
  private volatile boolean stopping;

  private SharedChild(Ipam ipam, int subnets) {
    this.ipam = ipam;
    this.subnets = subnets;
  }

  /** Takes its name, the number of subnets, and settings, each as key=value. */
  public static void main(String[] args) throws Exception {
    IpamBuilder builder =
        Ipam.builder()
            .drivers(
                DriverRegistry.of(
                    new OtherProvider("first", "reference"),
                    new OtherProvider("second", "reference")));
    for (int i = 2; i < args.length; i++) {
      String[] setting = args[i].split("=", 2);
      builder.set(setting[0], setting[1]);
    }
    try (Ipam ipam = builder.open()) {
      new SharedChild(ipam, Integer.parseInt(args[1])).run(args[0]);
    }
  }

  private void run(String name) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<List<Allocation>>> workers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      workers.add(threads.submit(worker(name + "-" + i, name.hashCode() + i)));
    }
    threads.shutdown();
    awaitLine();
    stopping = true;
    for (Future<List<Allocation>> worker : workers) {
      for (Allocation held : worker.get()) {
        System.out.println("held " + held.subnetId() + " " + held.address() + " " + held.token());
      }
    }
    System.out.println("end " + ipam.driverName() + " " + calls + " " + slowest.get() / 1_000_000);
  }

  private static void awaitLine() throws IOException {
    System.out.println("ready");
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).readLine();
  }

  private Callable<List<Allocation>> worker(String name, int seed) {
    Random random = new Random(seed);
    return () -> {
      List<Allocation> held = new ArrayList<>();
      while (!stopping) {
        long start = System.nanoTime();
        try {
          step(name, random, held);
        } catch (DriverNotActiveException e) {
          System.out.println("refused " + e.fields().get("successor"));
          return held;
        }
        slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
        calls.incrementAndGet();
      }
      return held;
    };
  }

  private void step(String name, Random random, List<Allocation> held) {
    if (held.size() > MOST_HELD || (!held.isEmpty() && random.nextInt(3) == 0)) {
      int which = random.nextInt(held.size());
      Allocation given = held.get(which);
      if (ipam.release(ReleaseRequest.of(given)).isEmpty()) {
        throw new IllegalStateException("lost: " + given);
      }
      held.remove(which);
      return;
    }
    String subnet = "subnet-" + (random.nextInt(4) == 0 ? 0 : random.nextInt(subnets));
    held.add(ipam.allocate(AllocationRequest.any(subnet).withOwner(name)));
  }
}
