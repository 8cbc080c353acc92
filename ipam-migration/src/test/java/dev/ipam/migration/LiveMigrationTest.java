package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.DriverRegistry;
import dev.ipam.Ipam;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.CheckReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A migration while many threads allocate and release. What each thread holds at the end, by the
 * answers that it got, is what the new store holds: nothing lost, nothing twice; and no call
 * failed.
 *
 * <p>{@code -Dipam.migration.subnets=1000 -Dipam.migration.allocations=1000} is the full size.
 */
class LiveMigrationTest {
  private static final int SUBNETS = Integer.getInteger("ipam.migration.subnets", 40);
  private static final int EACH = Integer.getInteger("ipam.migration.allocations", 100);
  private static final int THREADS = 16;

  /** What a thread does after the migration, so that both stores have served under load. */
  private static final int AFTERWARDS = 50;

  @TempDir Path directory;
  private volatile boolean migrated;
  private final AtomicLong calls = new AtomicLong();

  private Ipam open(String driver) {
    return Ipam.builder()
        .drivers(DriverRegistry.of(new OtherProvider("first"), new OtherProvider("second")))
        .set("ipam_driver", driver)
        .set("ipam.first.path", directory.resolve("first").toString())
        .set("ipam.second.path", directory.resolve("second").toString())
        .createIfMissing()
        .open();
  }

  private static String name(int subnet) {
    return "subnet-" + subnet;
  }

  /** One subnet in four calls is the first. */
  private static String some(Random random) {
    return name(random.nextInt(4) == 0 ? 0 : random.nextInt(SUBNETS));
  }

  private Map<String, Map<IpAddress, Allocation>> fill(Ipam ipam) {
    Map<String, Map<IpAddress, Allocation>> held = new HashMap<>();
    for (int i = 0; i < SUBNETS; i++) {
      ipam.createSubnet(SubnetRequest.of(name(i), "10." + i / 16 + "." + i % 16 * 16 + ".0/20"));
      Map<IpAddress, Allocation> own = new HashMap<>();
      ipam.allocateAll(AllocationRequest.bulk(name(i), EACH).withOwner("filled"))
          .forEach(allocation -> own.put(allocation.address(), allocation));
      held.put(name(i), own);
    }
    return held;
  }

  @Test
  void nothingIsLostAndNoCallFails() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Ipam ipam = open("first")) {
      Map<String, Map<IpAddress, Allocation>> expected = fill(ipam);
      List<Future<List<Allocation>>> workers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        workers.add(threads.submit(worker(ipam, i)));
      }
      while (calls.get() < 5L * THREADS) {
        Thread.onSpinWait();
      }
      MigrationReport report;
      try {
        report = ipam.migrate("second", MigrationOptions.LIVE, MigrationListener.NONE);
      } finally {
        migrated = true;
      }
      for (Future<List<Allocation>> worker : workers) {
        for (Allocation held : worker.get()) {
          assertThat(expected.get(held.subnetId()).put(held.address(), held)).isNull();
        }
      }
      assertThat(ipam.driverName()).isEqualTo("second");
      assertThat(report.attempts()).isPositive();
      assertHolds(ipam, expected);
      assertThat(ipam.check(problem -> assertThat(problem).isNull()).map(CheckReport::isSound))
          .contains(true);
    } finally {
      threads.shutdownNow();
    }
    try (Ipam first =
            Ipam.builder()
                .drivers(DriverRegistry.of(new OtherProvider("first")))
                .set("ipam_driver", "first")
                .set("ipam.first.path", directory.resolve("first").toString())
                .openForReading();
        Ipam second = open("second")) {
      assertThat(TwoStoresState.of(first)).isInstanceOf(Retired.class);
      assertThat(TwoStoresState.of(second)).isInstanceOf(Active.class);
    }
  }

  private Callable<List<Allocation>> worker(Ipam ipam, int number) {
    Random random = new Random(number);
    return () -> {
      List<Allocation> held = new ArrayList<>();
      for (int after = 0; after < AFTERWARDS; after += migrated ? 1 : 0) {
        calls.incrementAndGet();
        if (held.size() > 60 || (!held.isEmpty() && random.nextInt(3) == 0)) {
          Allocation given = held.remove(random.nextInt(held.size()));
          assertThat(ipam.release(ReleaseRequest.of(given))).contains(given);
          continue;
        }
        AllocationRequest request =
            AllocationRequest.any(some(random)).withOwner("worker-" + number);
        try {
          held.add(
              ipam.allocate(
                  random.nextInt(5) == 0
                      ? request.withKey("key-" + number + "-" + calls.get())
                      : request));
        } catch (NoAddressAvailableException e) {
          assertThat(e.outcome()).isNotNull();
        }
      }
      return held;
    };
  }

  private static void assertHolds(Ipam ipam, Map<String, Map<IpAddress, Allocation>> expected) {
    expected.forEach(
        (subnet, own) -> {
          Map<IpAddress, Allocation> there = new HashMap<>();
          try (Stream<Allocation> allocations = ipam.allocations(subnet)) {
            allocations.forEach(held -> there.put(held.address(), held));
          }
          assertThat(there).as(subnet).isEqualTo(own);
        });
  }
}
