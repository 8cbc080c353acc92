package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ipam.builtin.store.RowCounts;
import dev.ipam.error.NoAddressAvailableException;
import dev.ipam.net.AddressRange;
import dev.ipam.net.IpAddress;
import dev.ipam.net.MacAddress;
import dev.ipam.request.AddressRequest;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.JointRequest;
import dev.ipam.request.PoolsChoice;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.SubnetUpdate;
import dev.ipam.request.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that rest, in cases that a reader can follow. */
class RestTest {
  private static final Duration REST = Duration.ofSeconds(10);

  @TempDir Path directory;
  private final ManualClock clock = new ManualClock();
  private BuiltinDriver driver;

  @BeforeEach
  void open() {
    driver = Opened.with(Opened.context(directory.resolve("store"), clock));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private void reopen() {
    driver.close();
    open();
  }

  /** Its pools hold 10.0.0.2 to 10.0.0.6. */
  private static SubnetRequest subnet(String id) {
    return SubnetRequest.of(id, "10.0.0.0/29").withRest(REST);
  }

  private static IpAddress address(int last) {
    return IpAddress.parse("10.0.0." + last);
  }

  private int any() {
    return last(driver.allocate(AllocationRequest.any("a")).get(0));
  }

  private static int last(Allocation allocation) {
    String text = allocation.address().toString();
    return Integer.parseInt(text.substring(text.lastIndexOf('.') + 1));
  }

  private void release(int... last) {
    for (int each : last) {
      assertThat(driver.release(ReleaseRequest.of("a", address(each)))).isPresent();
    }
  }

  private Instant in(long millis) {
    return Instant.ofEpochMilli(clock.millis + millis);
  }

  @ParameterizedTest
  @EnumSource(AllocationPolicy.class)
  void itIsNotHandedOutUntilItHasRestedAndThenItIs(AllocationPolicy policy) {
    driver.createSubnet(subnet("a").withPolicy(policy));
    driver.allocate(AllocationRequest.bulk("a", 5));
    release(3);
    clock.millis += 4_000;
    release(5);
    for (AddressRequest wanted :
        List.of(
            new AddressRequest.Any(),
            new AddressRequest.PreferNext(),
            new AddressRequest.Bulk(1))) {
      NoAddressAvailableException none =
          catchThrowableOfType(
              NoAddressAvailableException.class,
              () -> driver.allocate(AllocationRequest.of(wanted, "a")));
      assertThat(none.free()).isZero();
      assertThat(none.resting()).isEqualTo(2);
      assertThat(none.earliest()).isEqualTo(in(6_000));
      assertThat(none).hasMessageContaining("2 resting");
    }
    clock.millis += 5_999;
    reopen();
    Usage before = driver.usage("a");
    assertThat(before.free()).isZero();
    assertThat(before.resting()).isEqualTo(2);
    assertThat(before.nextRested()).isEqualTo(in(1));
    clock.millis += 1;
    Usage after = driver.usage("a");
    assertThat(after.free()).isEqualTo(1);
    assertThat(after.resting()).isEqualTo(1);
    assertThat(after.nextRested()).isEqualTo(in(4_000));
    assertThat(any()).isEqualTo(3);
  }

  @Test
  void whoAsksForItByNameMayHaveItAndEndsItsRest() {
    driver.createSubnet(subnet("a"));
    driver.createSubnet(SubnetRequest.of("v6", "2001:db8::/64").withRest(REST));
    AllocationRequest specific = AllocationRequest.specific("a", address(4));
    AllocationRequest gateway = AllocationRequest.of(new AddressRequest.Gateway(), "a");
    AllocationRequest automatic =
        AllocationRequest.of(
            new AddressRequest.Automatic(MacAddress.parse("00:11:22:33:44:55")), "v6");
    for (AllocationRequest request : List.of(specific, gateway, automatic)) {
      Allocation first = driver.allocate(request).get(0);
      driver.release(ReleaseRequest.of(first));
      clock.millis += 1_000;
      reopen();
      Allocation second = driver.allocate(request).get(0);
      assertThat(second.address()).isEqualTo(first.address());
    }
    assertThat(driver.usage("a").resting()).isZero();
    assertThat(driver.usage("v6").resting()).isZero();
    driver.close();
    assertThat(RowCounts.of(directory.resolve("store"))).doesNotContainKey("rests");
    open();
    // The rest that was ended does not count: a new one begins.
    clock.millis += 8_000;
    release(4);
    clock.millis += 9_999;
    assertThat(driver.usage("a").nextRested()).isEqualTo(in(1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatRestedWhenThePassBeganWaitsForTheNextOne(boolean reopened) {
    driver.createSubnet(subnet("a"));
    driver.allocate(AllocationRequest.bulk("a", 5));
    release(3, 6);
    clock.millis += 5_000;
    release(5);
    clock.millis += 5_000;
    assertThat(any()).as("of a new pass, while 5 rests").isEqualTo(3);
    clock.millis += 5_000;
    assertThat(driver.usage("a").free()).isEqualTo(2);
    if (reopened) {
      reopen();
    }
    assertThat(any()).as("5 waits").isEqualTo(6);
    if (reopened) {
      reopen();
    }
    assertThat(any()).as("of the next pass").isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsReleasedDuringThePassIsSpentAlsoOnceItHasRested(boolean reopened) {
    driver.createSubnet(subnet("a"));
    driver.allocate(AllocationRequest.specific("a", address(4)));
    assertThat(any()).isEqualTo(2);
    release(2, 4);
    clock.millis += 10_000;
    assertThat(driver.usage("a").free()).isEqualTo(5);
    if (reopened) {
      reopen();
    }
    assertThat(driver.allocate(AllocationRequest.bulk("a", 5)))
        .extracting(RestTest::last)
        .containsExactly(3, 5, 6, 2, 4);
  }

  @Test
  void timeNeverGoesBackNotEvenAcrossRestarts() {
    driver.createSubnet(subnet("a"));
    driver.allocate(AllocationRequest.bulk("a", 5));
    release(3);
    clock.millis += 10_000;
    long seen = clock.millis;
    // A mere look-up: that the address is free has been said.
    assertThat(driver.usage("a").free()).isEqualTo(1);
    clock.millis -= 9_000;
    assertThat(driver.usage("a").free()).isEqualTo(1);
    reopen();
    assertThat(driver.usage("a").free()).isEqualTo(1);
    Allocation got = driver.allocate(AllocationRequest.any("a")).get(0);
    assertThat(got.allocatedAt()).isEqualTo(Instant.ofEpochMilli(seen));
    release(4);
    assertThat(driver.usage("a").nextRested()).isEqualTo(Instant.ofEpochMilli(seen + 10_000));
    clock.millis = seen + 10_000;
    assertThat(any()).isEqualTo(4);
  }

  @Test
  void whatRestsGoesWithItsSubnet() {
    driver.createSubnet(subnet("a"));
    driver.allocate(AllocationRequest.bulk("a", 5));
    release(3, 4);
    assertThat(driver.removeSubnet("a", true)).isEqualTo(3);
    driver.createSubnet(subnet("a"));
    assertThat(driver.usage("a").resting()).isZero();
    assertThat(driver.allocate(AllocationRequest.bulk("a", 5))).hasSize(5);
    release(2, 3, 4, 5, 6);
    // What rests is not allocated.
    assertThat(driver.removeSubnet("a", false)).isZero();
    driver.close();
    assertThat(RowCounts.of(directory.resolve("store")))
        .doesNotContainKey("rests")
        .doesNotContainKey("spent");
  }

  @Test
  void otherPoolsEndNoRest() {
    driver.createSubnet(subnet("a"));
    driver.allocate(AllocationRequest.bulk("a", 5));
    release(3, 4);
    driver.updateSubnet(pools("10.0.0.3"));
    assertThat(driver.usage("a").resting()).isEqualTo(1);
    assertThat(driver.usage("a").outsidePools()).isEqualTo(3);
    reopen();
    clock.millis += 9_999;
    driver.updateSubnet(pools("10.0.0.4"));
    assertThatExceptionOfType(NoAddressAvailableException.class).isThrownBy(this::any);
    clock.millis += 1;
    assertThat(any()).isEqualTo(4);
  }

  private static SubnetUpdate pools(String only) {
    IpAddress address = IpAddress.parse(only);
    return SubnetUpdate.of("a")
        .withPools(PoolsChoice.of(List.of(new AddressRange(address, address))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aJointRequestThatFailsEndsNoRest(boolean reopened) {
    driver.createSubnet(subnet("a"));
    driver.createSubnet(SubnetRequest.of("full", "192.0.2.1/32"));
    driver.allocate(AllocationRequest.any("full"));
    driver.allocate(AllocationRequest.bulk("a", 5));
    release(3, 6);
    clock.millis += 5_000;
    release(5);
    clock.millis += 5_000;
    assertThat(any()).isEqualTo(3);
    clock.millis += 1_000;
    release(2);
    clock.millis += 4_000;
    Usage before = driver.usage("a");
    JointRequest request =
        JointRequest.of(
            AllocationRequest.specific("a", address(2)),
            AllocationRequest.bulk("a", 2),
            AllocationRequest.any("full"));
    assertThatExceptionOfType(NoAddressAvailableException.class)
        .isThrownBy(() -> driver.allocateTogether(request));
    if (reopened) {
      reopen();
    }
    assertThat(driver.usage("a")).isEqualTo(before);
    assertThat(before.resting()).isEqualTo(1);
    assertThat(any()).as("5 still waits").isEqualTo(6);
    assertThat(any()).isEqualTo(5);
    assertThatExceptionOfType(NoAddressAvailableException.class).isThrownBy(this::any);
  }

  @Test
  void theRowsOfWhatHasRestedGoAFewWithEachBatch() {
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/22").withRest(REST));
    driver.allocate(AllocationRequest.bulk("a", 1_000).withOwner("me"));
    driver.releaseOwner("me");
    clock.millis += 10_000;
    assertThat(driver.usage("a").resting()).isZero();
    driver.close();
    assertThat(RowCounts.of(directory.resolve("store"))).containsEntry("rests", 1_000 - 256);
    open();
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      any();
      driver.close();
      left.add(RowCounts.of(directory.resolve("store")).getOrDefault("rests", 0));
      open();
    }
    assertThat(left).containsExactly(488, 232, 0);
  }

  @Test
  void whatRestedBeforeThePassBeganIsOfThePassAlsoWhileItsRowIsStillThere() {
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/22").withRest(REST));
    List<Allocation> all = driver.allocate(AllocationRequest.bulk("a", 1_021).withOwner("me"));
    driver.releaseOwner("me");
    clock.millis += 10_000;
    assertThat(any()).isEqualTo(2);
    // Once more free, it would be the first of a pass that begins too early.
    release(2);
    clock.millis += 10_000;
    assertThat(driver.usage("a").free()).isEqualTo(1_021);
    driver.close();
    assertThat(RowCounts.of(directory.resolve("store")).get("rests")).isEqualTo(254);
    open();
    assertThat(driver.allocate(AllocationRequest.bulk("a", 900)))
        .extracting(Allocation::address)
        .isEqualTo(all.subList(1, 901).stream().map(Allocation::address).toList());
  }
}
