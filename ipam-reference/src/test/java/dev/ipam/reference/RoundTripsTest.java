package dev.ipam.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.TransferRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How often an operation asks the database; docs/reference-driver.md has what this prints. */
class RoundTripsTest {
  private static final int MANY = 64;
  private static final int MOST_TRIES = 20;
  private static final long MOST_NANOS = 800_000_000;

  private final Map<String, Long> trips = new LinkedHashMap<>();
  private ReferenceDriver driver;

  @ForEachDatabase
  void areFewAndDoNotDependOnFill(TestDatabase database) {
    try (ReferenceDriver opened = Drivers.open(ReferenceUnderTest.settings(database))) {
      driver = opened;
      measure("create a subnet", () -> opened.createSubnet(SubnetRequest.of("s", "10.0.0.0/8")));
      opened.createSubnet(SubnetRequest.of("r", "10.0.0.0/8").withPolicy(AllocationPolicy.RANDOM));
      opened.createSubnet(SubnetRequest.of("v6", "2001:db8::/64"));
      AllocationRequest any = AllocationRequest.any("s").withOwner("o");
      measure("Any, the first after opening", () -> opened.allocate(any));
      writeAloneForAWhile(any);
      measureBrief("Any", () -> {}, () -> opened.allocate(any));
      measure("Any, with a key", () -> opened.allocate(any.withKey("k")));
      measure("Any, retried with its key", () -> opened.allocate(any.withKey("k")));
      opened.allocate(AllocationRequest.any("r"));
      measure("Any in a random subnet", () -> opened.allocate(AllocationRequest.any("r")));
      measure("PreferNext", () -> opened.allocate(prefer()));
      IpAddress far = IpAddress.parse("10.9.9.9");
      measure("Specific", () -> opened.allocate(AllocationRequest.specific("s", far)));
      measure("Bulk of 1,000", () -> opened.allocate(AllocationRequest.bulk("s", 1_000)));
      measureBrief(
          "allocate-together of two",
          () -> {},
          () ->
              opened.allocateTogether(
                  JointRequest.of(AllocationRequest.any("s"), AllocationRequest.any("v6"))));
      Allocation held = opened.allocate(any).get(0);
      TransferRequest transfer = new TransferRequest("s", held.address(), held.token(), "p", null);
      measure("transfer", () -> opened.transfer(transfer));
      ReleaseRequest release = ReleaseRequest.of("s", held.address());
      measure("release", () -> opened.release(release));
      measureManySubnets();
      long empty = trips.get("Any");
      fill(opened);
      measureBrief(
          "Any, when 100,000 are held in 50,000 pieces", () -> {}, () -> opened.allocate(any));
      try (ReferenceDriver other =
          Drivers.open(
              database.engine() == Engine.SQLITE
                  ? new ReferenceUnderTest.OnSqlite().newStore()
                  : ReferenceUnderTest.settings(database))) {
        if (database.engine() != Engine.SQLITE) {
          measureBrief(
              "Any, after another process wrote",
              () -> other.allocate(any),
              () -> opened.allocate(any));
          measureBrief(
              "Any, while another process writes",
              () -> other.allocate(any),
              () -> opened.allocate(any));
          assertThat(trips.get("Any, after another process wrote")).isLessThanOrEqualTo(2);
          assertThat(trips.get("Any, while another process writes")).isLessThanOrEqualTo(2);
        }
      }

      System.out.println(database.engine().label() + " " + trips);
      // So many pieces are not kept in memory; what is needed of them is in the subnet's row.
      assertThat(trips.get("Any, when 100,000 are held in 50,000 pieces")).isEqualTo(empty);
      assertThat(trips.get("Any"))
          .isLessThanOrEqualTo(
              switch (database.engine()) {
                case SQLITE -> 7;
                case POSTGRESQL -> 1;
                default -> 2;
              });
      if (database.engine() != Engine.SQLITE) {
        assertThat(trips.get("allocate-together of two")).isEqualTo(empty);
      }
      assertThat(trips.get("64 of 64 subnets, together"))
          .isLessThanOrEqualTo(
              switch (database.engine()) {
                case SQLITE -> 7;
                case POSTGRESQL -> 1;
                default -> 4;
              });
      assertThat(trips.values()).allMatch(each -> each <= 14);
    }
  }

  /** Until the driver has seen that nobody else writes. */
  private void writeAloneForAWhile(AllocationRequest request) {
    for (int i = 0; i < 20; i++) {
      driver.allocate(request);
    }
  }

  /** As many operations as came while a transaction was under way share the next one. */
  private void measureManySubnets() {
    for (int i = 0; i < MANY; i++) {
      driver.createSubnet(SubnetRequest.of("t" + i, "10.0.0.0/24"));
    }
    Runnable together =
        () ->
            driver
                .engine()
                .write(
                    session -> {
                      for (int i = 0; i < MANY; i++) {
                        Allocator.allocate(session, AllocationRequest.any("t" + i), null);
                      }
                      return true;
                    });
    together.run();
    measureBrief("64 of 64 subnets, together", () -> {}, together);
  }

  private static AllocationRequest prefer() {
    return AllocationRequest.of(new AddressRequest.PreferNext(), "s");
  }

  /** Every second of the held addresses is released again. */
  private static void fill(ReferenceDriver driver) {
    List<Allocation> held = driver.allocate(AllocationRequest.bulk("s", 100_000));
    driver
        .engine()
        .run(
            session -> {
              for (int i = 0; i < held.size(); i += 2) {
                Releaser.release(session, ReleaseRequest.of("s", held.get(i).address()));
              }
              return true;
            });
  }

  /**
   * Between two looks at the count lie the operation, and what a look needs before and after it.
   */
  private void measure(String what, Runnable operation) {
    // The first look of a second begins with the lock, and others end with it.
    count();
    long first = count();
    long second = count();
    operation.run();
    trips.put(what, count() - second - (second - first));
  }

  /**
   * The same of one that may be repeated, until the machine does not stand still meanwhile: after a
   * second, the driver reads the row of the store again.
   */
  private void measureBrief(String what, Runnable before, Runnable operation) {
    long took = MOST_NANOS;
    for (int i = 0; i < MOST_TRIES && took >= MOST_NANOS; i++) {
      before.run();
      long begun = System.nanoTime();
      measure(what, operation);
      took = System.nanoTime() - begun;
    }
  }

  private long count() {
    return driver.engine().run(session -> session.sql().trips());
  }
}
