package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.builtin.store.RowCounts;
import dev.ipam.error.SubnetInUseException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemovedRowsTest {
  private static final int MANY = 1_500;
  private static final IpAddress ADDRESS = IpAddress.parse("10.0.0.2");

  @TempDir Path directory;

  @Test
  void aForcedRemovalTakesEffectAtOnceAndItsRowsAreGoneInTime() {
    Path store = directory.resolve("store");
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/16").withKey("creation"));
      driver.allocate(AllocationRequest.bulk("a", MANY).withOwner("me").withKey("bulk"));
      assertThatExceptionOfType(SubnetInUseException.class)
          .isThrownBy(() -> driver.removeSubnet("a", false))
          .withMessageContaining(MANY + " allocations");
      assertThat(driver.removeSubnet("a", true)).isEqualTo(MANY);
      assertNothingLeft(driver);
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/16"));
      assertNothingLeft(driver);
      assertThat(driver.usage("a").allocated()).isZero();
    }
    assertThat(RowCounts.of(store)).containsEntry("removed", 1);
    try (BuiltinDriver driver = Opened.in(store)) {
      assertNothingLeft(driver);
      // The same key again, while rows of its former use are still there.
      List<Allocation> again =
          driver.allocate(AllocationRequest.bulk("a", 3).withOwner("me").withKey("bulk"));
      assertThat(driver.allocationsOf("me")).containsExactlyElementsOf(again);
      assertThat(driver.holders(ADDRESS)).containsExactly(again.get(0));
      for (int i = 0; i < MANY / 100; i++) {
        driver.updateSubnet(
            dev.ipam.request.SubnetUpdate.of("a")
                .withGateway(dev.ipam.request.GatewayChoice.of(ADDRESS.plus(100 + i))));
      }
      assertThat(driver.allocate(AllocationRequest.bulk("a", 3).withOwner("me").withKey("bulk")))
          .isEqualTo(again);
    }
    Map<String, Integer> rows = RowCounts.of(store);
    assertThat(rows).containsEntry("allocations", 3).containsEntry("by_owner", 3);
    assertThat(rows).containsEntry("by_address", 3).containsEntry("keys", 1);
    assertThat(rows).containsEntry("key_results", 1).doesNotContainKey("removed");
  }

  private static void assertNothingLeft(BuiltinDriver driver) {
    try (Stream<Allocation> owned = driver.allocationsOf("me");
        Stream<Allocation> held = driver.holders(ADDRESS)) {
      assertThat(owned).isEmpty();
      assertThat(held).isEmpty();
    }
  }

  @Test
  void whatTheSameBatchAllocatedIsDeletedToo() {
    Path store = directory.resolve("store");
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.createSubnet(SubnetRequest.of("other", "10.0.0.0/24"));
      driver
          .engine()
          .run(
              session -> {
                SubnetChanges.create(session, SubnetRequest.of("a", "10.0.0.0/24"), null);
                Allocator.allocate(session, AllocationRequest.bulk("a", 10), null);
                return SubnetChanges.remove(session, "a", true);
              });
      driver.allocate(AllocationRequest.any("other"));
    }
    assertThat(RowCounts.of(store)).containsEntry("allocations", 1).doesNotContainKey("removed");
  }
}
