package dev.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.DriverClosedException;
import dev.ipam.error.StoreInUseException;
import dev.ipam.error.SubnetInUseException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.memory.Crash;
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
import dev.ipam.spi.Capability;
import dev.ipam.unit.UnitOfWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rules IPAM-2.40, 3.58, 3.88 and 4.03: what the facade does for a driver with nothing but the
 * core.
 */
class IpamOnCoreDriverTest {
  private static final JointRequest BOTH =
      JointRequest.of(AllocationRequest.any("v4"), AllocationRequest.any("v6"));

  @TempDir Path temporary;

  private final MemoryStore store = new MemoryStore();

  private MemoryDriver driver(Set<Capability> capabilities) {
    return new MemoryDriver(store, capabilities);
  }

  private Ipam open(MemoryDriver driver) {
    return Memory.open(driver, intents());
  }

  private Path intents() {
    return temporary.resolve("intents");
  }

  private static void create(Ipam ipam) {
    ipam.createSubnet(SubnetRequest.of("v4", "192.0.2.0/29"));
    ipam.createSubnet(SubnetRequest.of("twin", "192.0.2.0/24"));
    ipam.createSubnet(SubnetRequest.of("v6", "2001:db8::/64"));
  }

  @Test
  void everythingOfTheCoreWorks() {
    try (Ipam ipam = open(driver(Memory.none()))) {
      create(ipam);
      Allocation one = ipam.allocate("v4");
      assertThat(ipam.find("v4", one.address())).contains(one);
      assertThat(ipam.allocations("v4")).containsExactly(one);
      assertThat(ipam.usage("v4").allocated()).isOne();
      assertThat(ipam.release(ReleaseRequest.of("v4", one.address()))).contains(one);
      assertThat(ipam.allocate(AllocationRequest.any("v4", "v6")).subnetId()).isEqualTo("v4");
      assertThat(ipam.allocateTogether(BOTH)).hasSize(2);
      try (UnitOfWork work = UnitOfWork.begin(ipam)) {
        work.allocateTogether(BOTH);
      }
      assertThat(store.heldAddresses()).hasSize(3);
    }
  }

  @Test
  @Tag("IPAM-3.58")
  void anAddressIsLookedUpInEverySubnetThatContainsIt() {
    IpAddress address = IpAddress.parse("192.0.2.3");
    try (Ipam ipam = open(driver(Memory.none()))) {
      create(ipam);
      ipam.allocate(AllocationRequest.specific("v4", address));
      ipam.allocate(AllocationRequest.specific("twin", address));
      ipam.allocate("v6");

      try (Stream<Allocation> holders = ipam.holders(address)) {
        assertThat(holders).extracting(Allocation::subnetId).containsExactly("twin", "v4");
      }
      assertThat(ipam.holders(IpAddress.parse("192.0.2.4"))).isEmpty();
    }
    try (Ipam ipam = open(driver(Memory.all()))) {
      assertThat(ipam.holders(address))
          .extracting(Allocation::subnetId)
          .containsExactly("twin", "v4");
    }
  }

  @Test
  @Tag("IPAM-2.40")
  void aSubnetIsRemovedWithItsAllocations() {
    for (Set<Capability> capabilities : List.of(Memory.none(), Memory.all())) {
      try (Ipam ipam = open(driver(capabilities))) {
        create(ipam);
        ipam.allocate("v4");
        ipam.allocate("v4");
        ipam.allocate("v6");

        assertThatThrownBy(() -> ipam.removeSubnet("v4")).isInstanceOf(SubnetInUseException.class);
        assertThat(ipam.removeSubnetWithAllocations("v4")).isEqualTo(2);
        assertThat(ipam.removeSubnetWithAllocations("v6")).isEqualTo(1);
        assertThat(ipam.removeSubnetWithAllocations("twin")).isZero();
        assertThatThrownBy(() -> ipam.removeSubnetWithAllocations("v4"))
            .isInstanceOf(SubnetNotFoundException.class);
      }
    }
  }

  @Test
  @Tag("IPAM-2.40")
  void whatIsAllocatedWhileASubnetIsRemovedSurvives() {
    MemoryDriver driver = driver(Memory.none());
    try (Ipam ipam = open(driver)) {
      create(ipam);
      ipam.allocate("v4");
      Allocation second = ipam.allocate("v4");
      driver.meanwhile(
          () -> driver.allocate(AllocationRequest.any("v4")), "release " + second.address());

      assertThatThrownBy(() -> ipam.removeSubnetWithAllocations("v4"))
          .isInstanceOf(SubnetInUseException.class);

      assertThat(store.heldAddresses()).hasSize(1);
    }
  }

  @Test
  @Tag("IPAM-3.88")
  void whatACrashLeftIsUndoneWhenTheStoreIsOpenedAgain() {
    Set<Capability> keyed = Memory.without(Capability.ALL_OR_NONE, Capability.SHARED);
    MemoryDriver driver = driver(keyed);
    Ipam ipam = open(driver);
    create(ipam);
    driver.faults().at(1, Fault.CRASH_AFTER);
    assertThatThrownBy(() -> ipam.allocateTogether(BOTH)).isInstanceOf(Crash.class);
    ipam.close();
    assertThat(store.heldAddresses()).hasSize(2);

    open(driver(keyed)).close();

    assertThat(store.heldAddresses()).isEmpty();
  }

  @Test
  void aDriverThatHasLearntToAllocateTogetherUndoesItToo() {
    MemoryDriver driver = driver(Memory.without(Capability.ALL_OR_NONE));
    Ipam ipam = open(driver);
    create(ipam);
    driver.faults().at(1, Fault.CRASH_AFTER);
    assertThatThrownBy(() -> ipam.allocateTogether(BOTH)).isInstanceOf(Crash.class);
    ipam.close();

    open(driver(Memory.all())).close();

    assertThat(store.heldAddresses()).isEmpty();
  }

  @Test
  void twoFacadesOnOneFolderGoOnButForJointAllocation() {
    try (Ipam first = open(driver(Memory.none()))) {
      create(first);
      first.allocateTogether(BOTH);
      try (Ipam second = open(driver(Memory.none()))) {
        assertThat(second.allocate("v4").subnetId()).isEqualTo("v4");
        assertThatThrownBy(() -> second.allocateTogether(BOTH))
            .isInstanceOf(StoreInUseException.class);
      }
    }
  }

  @Test
  void noFolderIsMadeBeforeItIsNeeded() throws IOException {
    try (Ipam ipam = open(driver(Memory.none()))) {
      create(ipam);
      ipam.allocate("v4");
    }
    try (Ipam ipam = open(driver(Memory.all()))) {
      ipam.allocateTogether(BOTH);
    }
    assertThat(Files.exists(intents())).isFalse();
  }

  @Test
  void afterClosingNothingIsServed() {
    Ipam ipam = open(driver(Memory.none()));
    create(ipam);
    ipam.close();
    ipam.close();

    assertThatThrownBy(() -> ipam.allocate("v4")).isInstanceOf(DriverClosedException.class);
    assertThatThrownBy(() -> ipam.allocateTogether(BOTH)).isInstanceOf(DriverClosedException.class);
    assertThat(Files.exists(intents())).isFalse();
  }

  @Test
  void whatNobodyCanStandInForIsRefused() {
    try (Ipam ipam = open(driver(Memory.none()))) {
      create(ipam);
      assertThatThrownBy(() -> ipam.allocateAll(AllocationRequest.bulk("v4", 2)))
          .isInstanceOf(UnsupportedException.class);
      assertThatThrownBy(() -> ipam.releaseOwner("vm")).isInstanceOf(UnsupportedException.class);
      assertThatThrownBy(() -> ipam.allocationsOf("vm")).isInstanceOf(UnsupportedException.class);
      assertThatThrownBy(() -> ipam.allocateTogether(BOTH.withKey("k")))
          .isInstanceOf(UnsupportedException.class);
      assertThat(store.heldAddresses()).isEmpty();
    }
  }
}
