package dev.ipam;

import static dev.ipam.FakeDriver.fails;
import static dev.ipam.FakeDriver.serves;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.error.AddressAlreadyAllocatedException;
import dev.ipam.error.AddressCalculationFailedException;
import dev.ipam.error.AddressOutsideSubnetException;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.error.SubnetNotFoundException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.AllocationRequest;
import dev.ipam.spi.Capability;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules IPAM-4.01 to 4.13 for a driver that knows one subnet at a time. */
class CandidateWalkTest {
  private static final AllocationRequest ANY = AllocationRequest.any("a", "b");
  private static final AllocationRequest SPECIFIC =
      new AllocationRequest(
          List.of("a", "b"),
          new AddressRequest.Specific(IpAddress.parse("192.0.2.9")),
          null,
          null,
          dev.ipam.request.AllocationContext.NONE);

  private static NoAddressAvailableException full(
      String subnet, long free, long resting, @Nullable Instant earliest) {
    return new NoAddressAvailableException(
        List.of(subnet),
        BigInteger.ONE,
        BigInteger.valueOf(free),
        BigInteger.valueOf(resting),
        earliest);
  }

  private static AddressOutsideSubnetException outside(String subnet) {
    return new AddressOutsideSubnetException(subnet, "198.51.100.0/24", "192.0.2.9");
  }

  @Test
  @Tag("IPAM-4.01")
  void takesTheFirstThatCanServe() {
    FakeDriver driver =
        new FakeDriver().subnet("a", serves("192.0.2.2")).subnet("b", serves("192.0.2.3"));

    assertThat(FakeDriver.facade(driver).allocate(ANY).subnetId()).isEqualTo("a");
    assertThat(driver.calls).containsExactly("subnet a", "subnet b", "allocate [a]");
  }

  @Test
  @Tag("IPAM-4.03")
  void movesOnWhereNoAddressIsAvailable() {
    FakeDriver driver =
        new FakeDriver().subnet("a", fails(full("a", 0, 0, null))).subnet("b", serves("192.0.2.3"));

    assertThat(FakeDriver.facade(driver).allocate(ANY).subnetId()).isEqualTo("b");
  }

  @Test
  void movesOnWhereASpecificAddressLiesOutside() {
    FakeDriver driver =
        new FakeDriver().subnet("a", fails(outside("a"))).subnet("b", serves("192.0.2.9"));

    assertThat(FakeDriver.facade(driver).allocate(SPECIFIC).subnetId()).isEqualTo("b");
  }

  @Test
  @Tag("IPAM-4.03")
  void doesNotHideAConflictBehindAnotherSubnet() {
    FakeDriver driver =
        new FakeDriver()
            .subnet("a", fails(new AddressAlreadyAllocatedException("a", "192.0.2.9")))
            .subnet("b", serves("192.0.2.9"));

    assertThatThrownBy(() -> FakeDriver.facade(driver).allocate(SPECIFIC))
        .isInstanceOf(AddressAlreadyAllocatedException.class);
    assertThat(driver.calls).doesNotContain("allocate [b]");
  }

  @Test
  void onlyASpecificAddressMovesOnFromOutside() {
    FakeDriver driver =
        new FakeDriver().subnet("a", fails(outside("a"))).subnet("b", serves("192.0.2.9"));

    assertThatThrownBy(() -> FakeDriver.facade(driver).allocate(ANY))
        .isInstanceOf(AddressOutsideSubnetException.class);
  }

  @Test
  void anyOtherFailureEndsTheSearch() {
    FakeDriver driver =
        new FakeDriver()
            .subnet("a", fails(new AddressCalculationFailedException("192.0.2.0/24", "m", "no")))
            .subnet("b", serves("192.0.2.9"));

    assertThatThrownBy(() -> FakeDriver.facade(driver).allocate(ANY))
        .isInstanceOf(AddressCalculationFailedException.class);
  }

  @Test
  void namesAllOfThemWhereNoneCanServe() {
    Instant soon = Instant.parse("2026-01-01T00:00:00Z");
    FakeDriver driver =
        new FakeDriver()
            .subnet("a", fails(full("a", 3, 5, soon.plusSeconds(60))))
            .subnet("b", fails(full("b", 1, 2, soon)));

    assertThatThrownBy(() -> FakeDriver.facade(driver).allocate(ANY))
        .isInstanceOfSatisfying(
            NoAddressAvailableException.class,
            e -> {
              assertThat(e.subnetIds()).containsExactly("a", "b");
              assertThat(e.free()).isEqualTo(3);
              assertThat(e.resting()).isEqualTo(7);
              assertThat(e.earliest()).isEqualTo(soon);
            });
  }

  @Test
  void aSpecificAddressOfNoCandidateLiesOutside() {
    FakeDriver driver =
        new FakeDriver().subnet("a", fails(outside("a"))).subnet("b", fails(outside("b")));

    assertThatThrownBy(() -> FakeDriver.facade(driver).allocate(SPECIFIC))
        .isInstanceOf(AddressOutsideSubnetException.class);
  }

  @Test
  @Tag("IPAM-4.09")
  void anEmptyListHasNoAddress() {
    FakeDriver driver = new FakeDriver(Capability.GROUPS);

    assertThatThrownBy(() -> FakeDriver.facade(driver).allocate(AllocationRequest.any()))
        .isInstanceOfSatisfying(
            NoAddressAvailableException.class, e -> assertThat(e.subnetIds()).isEmpty());
    assertThat(driver.calls).isEmpty();
  }

  @Test
  void anUnknownCandidateIsNoticedBeforeAnythingIsAllocated() {
    FakeDriver driver = new FakeDriver().subnet("a", serves("192.0.2.2"));

    assertThatThrownBy(() -> FakeDriver.facade(driver).allocate(ANY))
        .isInstanceOf(SubnetNotFoundException.class);
    assertThat(driver.calls).doesNotContain("allocate [a]");
  }

  @Test
  void aDriverWithGroupsIsAskedOnceForTheWholeList() {
    FakeDriver driver = new FakeDriver(Capability.GROUPS).subnet("a", serves("192.0.2.2"));

    FakeDriver.facade(driver).allocate(ANY);

    assertThat(driver.calls).containsExactly("allocate [a, b]");
  }

  @Test
  void aKeyIsBoundToTheWholeListWhichOnlyAGroupCanKeep() {
    FakeDriver driver = new FakeDriver(Capability.KEYS).subnet("a", serves("192.0.2.2"));
    driver.subnet("b", serves("192.0.2.3"));

    assertThatThrownBy(() -> FakeDriver.facade(driver).allocate(ANY.withKey("k")))
        .isInstanceOfSatisfying(
            UnsupportedException.class, e -> assertThat(e.capability()).isEqualTo("GROUPS"));
    assertThat(driver.calls).isEmpty();
    assertThat(FakeDriver.facade(driver).allocate(AllocationRequest.any("a").withKey("k")).key())
        .isEqualTo("k");
  }
}
