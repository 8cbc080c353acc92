package dev.ipam.conformance.mutants;

import static dev.ipam.conformance.mutants.TwinScript.told;
import static dev.ipam.conformance.mutants.WrittenHistories.any;
import static dev.ipam.conformance.mutants.WrittenHistories.six;

import dev.ipam.conformance.DriverUnderTest;
import dev.ipam.conformance.StoreOutage;
import dev.ipam.conformance.StoreUnderTest;
import dev.ipam.conformance.steps.ManualClock;
import dev.ipam.net.Cidr;
import dev.ipam.net.IpFamily;
import dev.ipam.request.AddressScope;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetPool;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.PoolRecord;
import dev.ipam.snapshot.SnapshotRecord.ScopeRecord;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.Exportable;
import dev.ipam.spi.ImportSession;
import dev.ipam.spi.IpamDriver;
import dev.ipam.spi.StoreRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** Histories of stores: opened, closed, out of reach, retired, copied. */
final class WrittenStoreHistories {
  private static final StoreRef OTHER = new StoreRef("other", "store-2");
  private static final int ROUNDS = 10;
  private static final int TRIES = 200;

  static final Written THE_TIME_OF_THE_STORE =
      new Written(
          "when a Bulk in an IPv6 subnet says it was made",
          (subject, store) -> {
            six(store.driver(), "s");
            List<Allocation> held = store.driver().allocate(AllocationRequest.bulk("s", 2));
            Duration ago = Duration.between(held.get(1).allocatedAt(), Instant.now());
            return ago.abs().compareTo(Duration.ofDays(1)) < 0 ? "now" : "at another time";
          },
          "now");

  static final Written AFTER_CLOSE =
      new Written(
          "a subnet, an address and a listing asked for after close",
          (subject, store) -> {
            six(store.driver(), "s");
            any(store.driver(), "s");
            IpamDriver driver = store.driver();
            driver.close();
            return List.of(
                told(() -> driver.createSubnet(SubnetRequest.of("t", "192.0.2.0/28"))),
                told(() -> driver.allocate(AllocationRequest.bulk("s", 2))),
                told(() -> driver.subnets().count()));
          },
          "[DriverClosed, DriverClosed, DriverClosed]");

  static final Written AN_INTERRUPTED_CREATION =
      new Written(
          "an interrupted thread that creates a subnet",
          (subject, store) -> {
            six(store.driver(), "s");
            FutureTask<String> interrupted =
                new FutureTask<>(
                    () -> {
                      Thread.currentThread().interrupt();
                      return told(
                          () -> store.driver().createSubnet(SubnetRequest.of("t", "192.0.2.0/28")));
                    });
            new Thread(interrupted, "interrupted").start();
            interrupted.get();
            return told(() -> any(store.driver(), "s"));
          },
          "2001:db8:7::2");

  static final Written NO_WRITE_BEHIND_A_CHANGE =
      new Written(
          "a Bulk in an IPv6 subnet while the store is retired",
          (subject, store) -> {
            six(store.driver(), "s");
            Authority authority = store.driver().extension(Authority.class).orElseThrow();
            int behind = 0;
            for (int round = 1; round <= ROUNDS; round++) {
              CountDownLatch begun = new CountDownLatch(1);
              FutureTask<String> write =
                  new FutureTask<>(
                      () -> {
                        begun.countDown();
                        return told(() -> store.driver().allocate(AllocationRequest.bulk("s", 2)));
                      });
              new Thread(write, "writer").start();
              begun.await();
              AuthorityState.Retired retired = new AuthorityState.Retired(2L * round, OTHER, null);
              authority.change(authority.state(), retired);
              int held = Views.held(store.driver(), "s").size();
              write.get();
              behind += Views.held(store.driver(), "s").size() - held;
              authority.change(retired, new AuthorityState.Active(2L * round + 1));
            }
            return behind;
          },
          "0");

  static final Written A_REHEARSAL_ON_AN_ACTIVE_STORE =
      new Written(
          "a rehearsal that creates a subnet in an active store",
          (subject, store) -> {
            six(store.driver(), "s");
            store.reopenToRehearse();
            return told(() -> store.driver().createSubnet(SubnetRequest.of("t", "192.0.2.0/28")));
          },
          "DriverNotActive");

  static final Written SUBNETS_OF_A_DUMP_IN_DISORDER =
      new Written(
          "a dump of two empty IPv6 subnets in the other order",
          (subject, store) -> {
            six(store.driver(), "s");
            six(store.driver(), "t");
            List<SnapshotRecord> records = export(store.driver());
            Collections.swap(records, 1, 2);
            return told(() -> imported(subject, records));
          },
          "InvalidDump");

  static final Written A_PREFIX_AROUND_ANOTHER =
      new Written(
          "a dump of an IPv6 scope with a prefix around another one",
          (subject, store) -> {
            List<SnapshotRecord> records = export(store.driver());
            records.add(new ScopeRecord(new AddressScope("x", "net", IpFamily.IPV6, true)));
            records.add(inScope("p", "2001:db8:1::/48"));
            records.add(inScope("q", "2001:db8::/32"));
            return told(() -> imported(subject, records));
          },
          "InvalidDump");

  static final Written A_STORE_THAT_NEVER_WAS =
      new Written(
          "a store that never was, twice, beside one in use",
          (subject, store) -> {
            six(store.driver(), "s");
            any(store.driver(), "s");
            Map<String, String> never = subject.newStore();
            List<Object> seen = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
              seen.add(
                  told(
                      () -> {
                        StoreUnderTest.open(subject, never, false, new ManualClock(), new Random(2))
                            .close();
                        return "opened";
                      }));
            }
            seen.add(any(store.driver(), "s"));
            return seen;
          },
          "[StoreNotFound, StoreNotFound, 2001:db8:7::3]");

  static final Written AN_OUTAGE =
      new Written(
          "an outage in which a Bulk fails",
          (subject, other) -> {
            Map<String, String> fragile = subject.newFragileStore().orElseThrow();
            try (StoreUnderTest store =
                new StoreUnderTest(subject, fragile, new ManualClock(), new Random(2))) {
              six(store.driver(), "s");
              String during;
              StoreOutage outage = subject.outage(fragile);
              try (outage) {
                during = told(() -> store.driver().allocate(AllocationRequest.bulk("s", 3)));
              }
              String after = "";
              for (int i = 0; i < TRIES && !after.startsWith("2001:"); i++) {
                after = told(() -> any(store.driver(), "s"));
              }
              return during + ", then " + (after.startsWith("2001:") ? "served" : after);
            }
          },
          "Unavailable, then served");

  private WrittenStoreHistories() {}

  /** Imports into a second store. */
  private static String imported(DriverUnderTest subject, List<SnapshotRecord> records) {
    try (StoreUnderTest copy = new StoreUnderTest(subject, new ManualClock(), new Random(2));
        ImportSession session =
            copy.driver().extension(Exportable.class).orElseThrow().beginImport()) {
      session.add(records);
      session.commit();
      return "committed";
    }
  }

  private static List<SnapshotRecord> export(IpamDriver driver) {
    try (Stream<SnapshotRecord> all = driver.extension(Exportable.class).orElseThrow().export()) {
      return new ArrayList<>(all.toList());
    }
  }

  private static PoolRecord inScope(String id, String prefix) {
    return new PoolRecord(
        SubnetPool.of(SubnetPoolRequest.of(id, Cidr.parse(prefix)).withScopeId("x")));
  }
}
