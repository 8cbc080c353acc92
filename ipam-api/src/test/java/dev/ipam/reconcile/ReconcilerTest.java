package dev.ipam.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipam.Ipam;
import dev.ipam.error.UnavailableException;
import dev.ipam.error.UnsupportedException;
import dev.ipam.memory.Faults.Fault;
import dev.ipam.memory.Memory;
import dev.ipam.memory.MemoryDriver;
import dev.ipam.memory.MemoryStore;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.request.TransferRequest;
import dev.ipam.spi.Capability;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules IPAM-3.77 to 3.79. */
class ReconcilerTest {
  private static final Instant FIRST = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Predicate<String> LIVES = Set.of("alive")::contains;

  @TempDir Path temporary;

  private final MemoryStore store = new MemoryStore();
  private final MemoryDriver driver = new MemoryDriver(store, Memory.all());
  private Ipam ipam;
  private Reconciler reconciler;

  @BeforeEach
  void open() {
    driver.createSubnet(SubnetRequest.of("s", "192.0.2.0/24"));
    driver.createSubnet(SubnetRequest.of("t", "198.51.100.0/24"));
    ipam = Memory.open(driver, temporary);
    reconciler = new Reconciler(ipam, HOUR);
  }

  @AfterEach
  void close() {
    ipam.close();
  }

  private Allocation take(String subnet, String owner) {
    return driver.allocate(AllocationRequest.any(subnet).withOwner(owner)).get(0);
  }

  @Test
  @Tag("IPAM-3.77")
  void namesExactlyWhatHasAnOwnerThatIsGone() {
    driver.allocate(AllocationRequest.any("s"));
    take("s", "alive");
    Allocation one = take("s", "gone");
    Allocation two = take("t", "also gone");

    LeakReport report = reconciler.look(LIVES, List.of(), FIRST);

    assertThat(report.leaks())
        .containsExactly(
            new Sighting("s", one.address(), one.token(), "gone", FIRST),
            new Sighting("t", two.address(), two.token(), "also gone", FIRST));
    assertThat(report.ripe()).isEmpty();
    assertThat(reconciler.free(report)).isEmpty();
    assertThat(store.heldAddresses()).hasSize(4);
  }

  @Test
  @Tag("IPAM-3.78")
  void freesOnlyWhatWasSeenTwiceLongEnoughApart() {
    Allocation leak = take("s", "gone");
    LeakReport first = reconciler.look(LIVES, List.of(), FIRST);

    LeakReport early =
        reconciler.look(LIVES, first.leaks(), FIRST.plus(HOUR).minus(Duration.ofNanos(1)));
    assertThat(early.leaks()).isEqualTo(first.leaks());
    assertThat(early.ripe()).isEmpty();
    assertThat(reconciler.look(LIVES, first.leaks(), FIRST.minus(HOUR)).ripe()).isEmpty();

    Allocation later = take("s", "gone since");
    LeakReport second = reconciler.look(LIVES, early.leaks(), FIRST.plus(HOUR));
    assertThat(second.leaks()).extracting(Sighting::owner).containsExactly("gone", "gone since");
    assertThat(second.ripe()).isEqualTo(first.leaks());

    assertThat(reconciler.free(second)).containsExactly(leak);
    assertThat(store.heldAddresses()).containsExactly("s " + later.address());
    assertThat(reconciler.free(second)).isEmpty();
  }

  @Test
  void withNoTimeApartTwoLooksAreStillNeeded() {
    take("s", "gone");
    Reconciler hasty = new Reconciler(ipam, Duration.ZERO);

    LeakReport first = hasty.look(LIVES, List.of(), FIRST);

    assertThat(first.ripe()).isEmpty();
    assertThat(hasty.look(LIVES, first.leaks(), FIRST).ripe()).hasSize(1);
  }

  @Test
  void anOwnerThatTurnsUpIsNoLeak() {
    take("s", "late");
    LeakReport first = reconciler.look(LIVES, List.of(), FIRST);

    LeakReport second = reconciler.look(owner -> true, first.leaks(), FIRST.plus(HOUR));

    assertThat(second.leaks()).isEmpty();
    assertThat(second.ripe()).isEmpty();
  }

  @Test
  void anAddressThatSomebodyElseGotBetweenTheLooksBeginsAnew() {
    Allocation leak = take("s", "gone");
    LeakReport first = reconciler.look(LIVES, List.of(), FIRST);
    driver.release(ReleaseRequest.of(leak));
    Allocation again = take("s", "gone");
    assertThat(again.address()).isEqualTo(leak.address());

    LeakReport second = reconciler.look(LIVES, first.leaks(), FIRST.plus(HOUR));

    assertThat(second.ripe()).isEmpty();
    assertThat(second.leaks())
        .containsExactly(
            new Sighting("s", again.address(), again.token(), "gone", FIRST.plus(HOUR)));
  }

  @Test
  @Tag("IPAM-3.79")
  void neverFreesWhatSomebodyElseGotAfterTheLook() {
    Allocation one = take("s", "gone");
    Allocation two = take("s", "gone");
    Allocation three = take("t", "gone");
    take("s", "gone");
    LeakReport ripe =
        reconciler.look(LIVES, reconciler.look(LIVES, List.of(), FIRST).leaks(), FIRST.plus(HOUR));
    assertThat(ripe.ripe()).hasSize(4);
    driver.release(ReleaseRequest.of(one));
    take("s", "alive");
    driver.transfer(new TransferRequest("s", two.address(), two.token(), "alive", null));
    assertThat(three.subnetId()).isEqualTo("t");
    driver.removeSubnet("t", true);

    assertThat(reconciler.free(ripe)).hasSize(1);

    assertThat(store.heldAddresses()).containsExactly("s " + one.address(), "s " + two.address());
  }

  @Test
  void ofTwoTimesForOneSightingTheLaterCounts() {
    take("s", "gone");
    Sighting seen = reconciler.look(LIVES, List.of(), FIRST).leaks().get(0);
    Sighting later = new Sighting("s", seen.address(), seen.token(), "gone", FIRST.plusSeconds(1));

    for (List<Sighting> both : List.of(List.of(seen, later), List.of(later, seen))) {
      assertThat(reconciler.look(LIVES, both, FIRST.plus(HOUR)).ripe()).isEmpty();
    }
  }

  @Test
  void afterAFailureTheSameReportGoesOn() {
    take("s", "gone");
    take("s", "gone");
    LeakReport ripe =
        reconciler.look(LIVES, reconciler.look(LIVES, List.of(), FIRST).leaks(), FIRST.plus(HOUR));
    driver.faults().at(1, Fault.LOST_AFTER);

    assertThatThrownBy(() -> reconciler.free(ripe)).isInstanceOf(UnavailableException.class);
    reconciler.free(ripe);

    assertThat(store.heldAddresses()).isEmpty();
  }

  @Test
  void withoutTokensItNamesLeaksAndFreesNone() {
    MemoryDriver plain = new MemoryDriver(store, EnumSet.of(Capability.OWNERS));
    take("s", "gone");
    try (Ipam other = Memory.open(plain, temporary.resolve("other"))) {
      Reconciler naming = new Reconciler(other, HOUR);
      LeakReport first = naming.look(LIVES, List.of(), FIRST);
      LeakReport second = naming.look(LIVES, first.leaks(), FIRST.plus(HOUR));

      assertThat(second.leaks()).hasSize(1).isEqualTo(first.leaks());
      assertThat(second.ripe()).isEmpty();
      assertThat(naming.free(second)).isEmpty();
    }
    assertThat(store.heldAddresses()).hasSize(1);
  }

  @Test
  void withoutOwnersThereIsNothingToAsk() {
    try (Ipam core = Memory.open(new MemoryDriver(store, Memory.none()), temporary)) {
      assertThatThrownBy(() -> new Reconciler(core, HOUR))
          .isInstanceOf(UnsupportedException.class)
          .hasMessageContaining("OWNERS");
    }
  }

  @Test
  void aNegativeTimeIsRefused() {
    assertThatThrownBy(() -> new Reconciler(ipam, Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
