package dev.ipam.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.Ipam;
import dev.ipam.error.GiveBackFailedException;
import dev.ipam.error.IpamException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.Outcome;
import dev.ipam.error.SubnetInUseException;
import dev.ipam.error.UnavailableException;
import dev.ipam.memory.Faults.Fault;
import dev.ipam.memory.Memory;
import dev.ipam.memory.MemoryDriver;
import dev.ipam.memory.MemoryStore;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.TransferRequest;
import dev.ipam.spi.Capability;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules IPAM-6.35 and 6.36. */
class UnitOfWorkTest {
  private static final AllocationRequest ANY = AllocationRequest.any("s");

  @TempDir Path temporary;

  private final MemoryStore store = new MemoryStore();

  static List<Set<Capability>> capabilities() {
    return List.of(
        Memory.none(),
        EnumSet.of(Capability.KEYS),
        EnumSet.of(Capability.TOKENS),
        EnumSet.of(Capability.KEYS, Capability.TOKENS, Capability.SHARED),
        Memory.all());
  }

  private MemoryDriver driver(Set<Capability> capabilities) {
    MemoryDriver driver = new MemoryDriver(store, capabilities);
    driver.createSubnet(SubnetRequest.of("s", "192.0.2.0/28"));
    driver.createSubnet(SubnetRequest.of("t", "192.0.2.16/28"));
    driver.faults().none();
    return driver;
  }

  private Ipam open(MemoryDriver driver) {
    return Memory.open(driver, temporary);
  }

  @ParameterizedTest
  @MethodSource("capabilities")
  void commitKeepsEverything(Set<Capability> capabilities) {
    MemoryDriver driver = driver(capabilities);
    try (Ipam ipam = open(driver)) {
      try (UnitOfWork work = UnitOfWork.begin(ipam)) {
        work.allocate(ANY);
        work.allocateAll(AllocationRequest.any("s", "t"));
        work.allocateTogether(JointRequest.of(ANY, ANY));
        work.createSubnet(SubnetRequest.of("new", "198.51.100.0/24"));
        work.commit();
      }
      assertThat(store.heldAddresses()).hasSize(4);
      assertThat(ipam.subnet("new").id()).isEqualTo("new");
    }
  }

  @ParameterizedTest
  @MethodSource("capabilities")
  @Tag("IPAM-6.35")
  void withoutCommitEverythingIsGivenBackInReverseOrder(Set<Capability> capabilities) {
    MemoryDriver driver = driver(capabilities);
    try (Ipam ipam = open(driver)) {
      try (UnitOfWork work = UnitOfWork.begin(ipam)) {
        work.createSubnet(SubnetRequest.of("new", "198.51.100.0/24"));
        work.allocate(AllocationRequest.any("new"));
        work.allocateAll(AllocationRequest.any("s", "t"));
        work.allocateTogether(JointRequest.of(ANY, AllocationRequest.any("t")));
        assertThat(store.heldAddresses()).hasSize(4);
        driver.faults().none();
      }
      assertThat(driver.faults().writes())
          .containsExactly(
              "release 192.0.2.18",
              "release 192.0.2.3",
              "release 192.0.2.2",
              "release 198.51.100.2",
              "remove");
      assertThat(store.heldAddresses()).isEmpty();
      assertThat(ipam.subnets()).hasSize(2);
    }
  }

  @Test
  void bulksAreGivenBackToo() {
    try (Ipam ipam = open(driver(Memory.all()))) {
      try (UnitOfWork work = UnitOfWork.begin(ipam)) {
        assertThat(work.allocateAll(AllocationRequest.bulk("s", 5))).hasSize(5);
      }
      assertThat(store.heldAddresses()).isEmpty();
    }
  }

  @Test
  void whateverFailsWhereverNothingStaysBehindWhereThereAreKeys() {
    for (Set<Capability> capabilities :
        List.of(
            Memory.all(),
            EnumSet.of(Capability.KEYS, Capability.BULK),
            EnumSet.of(Capability.KEYS, Capability.BULK, Capability.SHARED))) {
      for (Fault fault : List.of(Fault.FAIL_BEFORE, Fault.LOST_BEFORE, Fault.LOST_AFTER)) {
        boolean failed = true;
        for (int write = 0; failed; write++) {
          MemoryStore own = new MemoryStore();
          MemoryDriver driver = new MemoryDriver(own, capabilities);
          driver.createSubnet(SubnetRequest.of("s", "192.0.2.0/28"));
          driver.faults().at(write, fault);
          try (Ipam ipam = open(driver)) {
            failed = fails(ipam, driver);
            assertThat(own.heldAddresses()).as("%s at %s", fault, write).isEmpty();
            assertThat(ipam.subnets()).hasSize(1);
          }
        }
      }
    }
  }

  private static boolean fails(Ipam ipam, MemoryDriver driver) {
    UnitOfWork work = UnitOfWork.begin(ipam);
    boolean failed = false;
    try {
      work.createSubnet(SubnetRequest.of("new", "198.51.100.0/24"));
      work.allocate(ANY);
      work.allocateAll(AllocationRequest.bulk("new", 3));
      work.allocateTogether(JointRequest.of(ANY, AllocationRequest.any("new")));
    } catch (UnavailableException e) {
      failed = true;
    }
    driver.faults().none();
    // The facade undoes a joint request by itself, and says "unknown" where it was told so.
    assertThat(work.rollBack()).allMatch(left -> left.what().contains("joined requests"));
    return failed;
  }

  @Test
  void whatMayBeHeldAndCannotBeTracedIsReported() {
    MemoryDriver driver = driver(Memory.none());
    try (Ipam ipam = open(driver)) {
      UnitOfWork work = UnitOfWork.begin(ipam);
      work.allocate(ANY);
      driver.faults().at(0, Fault.LOST_AFTER);
      assertThatThrownBy(() -> work.allocate(ANY)).isInstanceOf(UnavailableException.class);

      List<Leftover> leftovers = work.rollBack();

      assertThat(leftovers)
          .singleElement()
          .satisfies(
              left -> {
                assertThat(left.what()).isEqualTo("an address of [s]");
                assertThat(left.error().outcome()).isEqualTo(Outcome.UNKNOWN);
              });
      assertThat(store.heldAddresses()).containsExactly("s 192.0.2.3");
    }
  }

  @Test
  @Tag("IPAM-6.36")
  void oneThatCannotBeGivenBackIsReportedAndTheRestIs() {
    MemoryDriver driver = driver(Memory.all());
    try (Ipam ipam = open(driver)) {
      UnitOfWork work = UnitOfWork.begin(ipam);
      work.allocate(ANY);
      work.createSubnet(SubnetRequest.of("new", "198.51.100.0/24"));
      work.allocateAll(AllocationRequest.bulk("s", 2));
      driver.allocate(AllocationRequest.any("new"));
      driver.faults().at(1, Fault.FAIL_BEFORE);

      assertThatThrownBy(work::close)
          .isInstanceOfSatisfying(
              GiveBackFailedException.class,
              e -> {
                assertThat(e.leftovers())
                    .containsExactly(
                        "address 192.0.2.3 of subnet s (Unavailable)", "subnet new (SubnetInUse)");
                assertThat(e.getSuppressed())
                    .hasExactlyElementsOfTypes(
                        UnavailableException.class, SubnetInUseException.class);
              });
      assertThat(store.heldAddresses()).containsExactly("new 198.51.100.2", "s 192.0.2.3");
      work.close();
    }
  }

  @Test
  void anUnknownThatStaysUnknownIsReported() {
    MemoryDriver driver = driver(Memory.all());
    try (Ipam ipam = open(driver)) {
      UnitOfWork work = UnitOfWork.begin(ipam);
      driver.faults().at(0, Fault.LOST_AFTER);
      assertThatThrownBy(() -> work.allocate(ANY)).isInstanceOf(UnavailableException.class);
      driver.close();

      assertThat(work.rollBack())
          .extracting(left -> left.error().code())
          .containsExactly("DriverClosed");
    }
  }

  @Test
  void anUnknownOfWhichPartIsGoneIsReported() {
    MemoryDriver driver = driver(Memory.all());
    try (Ipam ipam = open(driver)) {
      UnitOfWork work = UnitOfWork.begin(ipam);
      driver.faults().at(0, Fault.LOST_AFTER);
      assertThatThrownBy(() -> work.allocateAll(AllocationRequest.bulk("s", 2)))
          .isInstanceOf(UnavailableException.class);
      driver.release(ReleaseRequest.of("s", IpAddress.parse("192.0.2.2")));

      assertThat(work.rollBack())
          .extracting(left -> left.error().code())
          .containsExactly("IdempotencyConflict");
      assertThat(store.heldAddresses()).containsExactly("s 192.0.2.3");
    }
  }

  @Test
  void theOwnErrorOfTheBodyComesFirst() {
    MemoryDriver driver = driver(Memory.all());
    try (Ipam ipam = open(driver)) {
      assertThatThrownBy(
              () -> {
                try (UnitOfWork work = UnitOfWork.begin(ipam)) {
                  work.allocate(ANY);
                  driver.faults().from(0, Fault.FAIL_BEFORE);
                  throw new IllegalStateException("the port could not be saved");
                }
              })
          .isInstanceOf(IllegalStateException.class)
          .satisfies(
              e ->
                  assertThat(e.getSuppressed())
                      .hasExactlyElementsOfTypes(GiveBackFailedException.class));
    }
  }

  @ParameterizedTest
  @MethodSource("capabilities")
  @Tag("IPAM-6.35")
  void neverGivesBackWhatSomebodyElseHasByNow(Set<Capability> capabilities) {
    MemoryDriver driver = driver(capabilities);
    try (Ipam ipam = open(driver)) {
      UnitOfWork work = UnitOfWork.begin(ipam);
      Allocation taken = work.allocate(ANY);
      driver.release(ReleaseRequest.of("s", taken.address()));
      driver.allocate(AllocationRequest.specific("s", taken.address()));
      if (!capabilities.contains(Capability.KEYS) && !capabilities.contains(Capability.TOKENS)) {
        assertThat(driver.find("s", taken.address()))
            .get()
            .extracting(Allocation::kind)
            .isNotEqualTo(taken.kind());
      }

      assertThat(work.rollBack()).isEmpty();

      assertThat(store.heldAddresses()).hasSize(1);
    }
  }

  @Test
  void whatWasHandedOverStaysWithItsNewOwner() {
    MemoryDriver driver = driver(Memory.all());
    try (Ipam ipam = open(driver)) {
      UnitOfWork work = UnitOfWork.begin(ipam);
      Allocation taken = work.allocate(ANY.withOwner("a"));
      ipam.transfer(new TransferRequest("s", taken.address(), taken.token(), "b", null));

      assertThat(work.rollBack()).isEmpty();

      assertThat(ipam.find("s", taken.address())).get().extracting("owner").isEqualTo("b");
    }
  }

  @Test
  void whatAnEarlierCallTookUnderTheCallersKeyIsNotGivenBack() {
    for (Set<Capability> capabilities :
        List.of(Memory.all(), Memory.without(Capability.ALL_OR_NONE, Capability.SHARED))) {
      MemoryStore own = new MemoryStore();
      MemoryDriver driver = new MemoryDriver(own, capabilities);
      driver.createSubnet(SubnetRequest.of("s", "192.0.2.0/28"));
      try (Ipam ipam = open(driver)) {
        JointRequest joined = JointRequest.of(ANY, ANY).withKey("k2");
        SubnetRequest created = SubnetRequest.of("new", "198.51.100.0/24").withKey("k3");
        Allocation first = ipam.allocate(ANY.withKey("k1"));
        List<List<Allocation>> second = ipam.allocateTogether(joined);
        ipam.createSubnet(created);
        List<String> before = own.heldAddresses();

        try (UnitOfWork work = UnitOfWork.begin(ipam)) {
          assertThat(work.allocate(ANY.withKey("k1"))).isEqualTo(first);
          assertThat(work.allocateTogether(joined)).isEqualTo(second);
          assertThat(work.createSubnet(created).id()).isEqualTo("new");
          driver.faults().at(1, Fault.LOST_AFTER);
          assertThatThrownBy(() -> work.allocate(ANY.withKey("k1")))
              .isInstanceOf(UnavailableException.class);
        }

        assertThat(own.heldAddresses()).isEqualTo(before);
        assertThat(ipam.subnets()).hasSize(2);
      }
    }
  }

  @Test
  void whatItTookUnderTheCallersKeyIsGivenBack() {
    try (Ipam ipam = open(driver(Memory.all()))) {
      try (UnitOfWork work = UnitOfWork.begin(ipam)) {
        work.allocate(ANY.withKey("k1"));
        work.allocateTogether(JointRequest.of(ANY).withKey("k2"));
      }
      assertThat(store.heldAddresses()).isEmpty();
    }
  }

  @Test
  void aRefusalTakesNothingAndTheUnitGoesOn() {
    try (Ipam ipam = open(driver(Memory.all()))) {
      try (UnitOfWork work = UnitOfWork.begin(ipam)) {
        assertThatThrownBy(() -> work.allocateAll(AllocationRequest.bulk("s", 100)))
            .isInstanceOf(NoAddressAvailableException.class);
        work.allocate(ANY);
        work.commit();
      }
      assertThat(store.heldAddresses()).hasSize(1);
    }
  }

  @Test
  void anEndedUnitRefusesEverythingButClosing() {
    try (Ipam ipam = open(driver(Memory.all()))) {
      UnitOfWork work = UnitOfWork.begin(ipam);
      work.commit();
      work.close();
      work.close();

      assertThatThrownBy(() -> work.allocate(ANY)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> work.allocateAll(ANY)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> work.allocateTogether(JointRequest.of(ANY)))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> work.createSubnet(SubnetRequest.of("x", "10.0.0.0/8")))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(work::commit).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(work::rollBack).isInstanceOf(IllegalStateException.class);
      assertThat(store.heldAddresses()).isEmpty();
    }
  }

  @Test
  void aLeftoverSaysWhatAndWhy() {
    IpamException error = new UnavailableException("x", "y", Outcome.UNKNOWN, null);

    assertThat(new Leftover("subnet s", error)).hasToString("subnet s (Unavailable)");
  }

  /** A caller asks again under its key, while its first request is still under way. */
  @Test
  @Tag("IPAM-6.35")
  void whatAnotherUnitTakesAtTheSameTimeUnderTheSameKeyIsItsOwn() throws Exception {
    MemoryDriver driver = driver(EnumSet.of(Capability.KEYS, Capability.TOKENS));
    AllocationRequest keyed = ANY.withKey("k");
    try (Ipam ipam = open(driver);
        UnitOfWork first = UnitOfWork.begin(ipam);
        UnitOfWork second = UnitOfWork.begin(ipam)) {
      List<Allocation> given = new CopyOnWriteArrayList<>();
      Thread again = new Thread(() -> given.add(second.allocate(keyed)));
      driver.meanwhile(() -> startAndAwait(again), "allocate [s]");

      Allocation mine = first.allocate(keyed);
      again.join();

      assertThat(given).containsExactly(mine);
      first.commit();
      assertThat(second.rollBack()).isEmpty();
      assertThat(ipam.find("s", mine.address())).contains(mine);
    }
  }

  /** Returns when it has ended, or waits for somebody else. */
  private static void startAndAwait(Thread thread) {
    thread.start();
    while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }
}
