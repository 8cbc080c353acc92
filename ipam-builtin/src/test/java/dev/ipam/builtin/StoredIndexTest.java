package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.builtin.store.RowCounts;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.net.IpAddress;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationPolicy;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredIndexTest {
  private static final int ROUNDS = 12;
  private static final int BULK = 3_000;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void whatIsReadAgainIsWhatIsAllocated(AllocationPolicy policy) {
    Path store = directory.resolve("store");
    Random random = new Random(7);
    BuiltinDriver driver = Opened.in(store);
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/13").withPolicy(policy));
    List<Allocation> held = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      held.addAll(driver.allocate(AllocationRequest.bulk("a", BULK)));
      Collections.shuffle(held, random);
      for (int i = 0; i < BULK / 2; i++) {
        driver.release(ReleaseRequest.of(held.remove(held.size() - 1)));
      }
      if (round % 3 == 2) {
        driver.close();
        driver = Opened.in(store);
        assertIndexed(driver, "a", held.size());
      }
    }
    driver.close();
    assertThat(RowCounts.of(store).get("chunks")).isBetween(1, 8);
    assertThat(RowCounts.of(store).getOrDefault("touched", 0)).isLessThan(3 * BULK);
  }

  @Test
  void aSubnetThatIsNotIndexedIsReadOneByOneUntilItIs() {
    Path store = directory.resolve("store");
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.createSubnet(SubnetRequest.of("a", "2001:db8::/64"));
      for (int i = 1; i <= 150; i++) {
        driver.allocate(AllocationRequest.specific("a", spread(i)));
      }
      driver
          .engine()
          .run(
              session -> {
                SubnetState state = session.subnets().required("a");
                session.tables().index().deleteIndex(state.stored());
                session.tables().index().markUnindexed(state.stored());
                return true;
              });
    }
    for (int i = 1; i <= 4; i++) {
      try (BuiltinDriver driver = Opened.in(store)) {
        assertIndexed(driver, "a", 150);
        driver.release(ReleaseRequest.of("a", spread(i)));
        driver.allocate(AllocationRequest.specific("a", spread(i)));
      }
      assertThat(RowCounts.of(store).get("chunks")).isGreaterThan(64).isLessThanOrEqualTo(151);
    }
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.release(ReleaseRequest.of("a", spread(1)));
      driver.allocate(AllocationRequest.specific("a", spread(151)));
      driver.release(ReleaseRequest.of("a", spread(150)));
      driver.allocate(AllocationRequest.specific("a", spread(1)));
    }
    // All chunks, and no longer the row that says that some are missing.
    assertThat(RowCounts.of(store)).containsEntry("chunks", 150);
    try (BuiltinDriver driver = Opened.in(store)) {
      assertIndexed(driver, "a", 150);
      assertThat(driver.removeSubnet("a", true)).isEqualTo(150);
    }
    assertThat(RowCounts.of(store)).doesNotContainKeys("chunks", "touched");
  }

  @Test
  void aDamagedChunkIsRefused() {
    Path store = directory.resolve("store");
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/16"));
      driver
          .engine()
          .run(
              session -> {
                SubnetState state = session.subnets().required("a");
                session.tables().index().putChunk(state.stored(), 0, 0, new byte[] {9});
                return true;
              });
    }
    try (BuiltinDriver driver = Opened.in(store)) {
      assertThatExceptionOfType(StoreCorruptException.class)
          .isThrownBy(() -> driver.allocate(AllocationRequest.any("a")))
          .withMessageContaining("chunks");
    }
  }

  /** An address in a chunk of its own. */
  private static IpAddress spread(int number) {
    return IpAddress.parse("2001:db8::").plus(0, number * 0x10_0000L);
  }

  private static void assertIndexed(BuiltinDriver driver, String id, int expected) {
    try (Stream<Allocation> allocations = driver.allocations(id)) {
      List<IpAddress> addresses = allocations.map(Allocation::address).toList();
      assertThat(addresses).hasSize(expected);
      long found =
          driver
              .engine()
              .run(
                  session -> {
                    SubnetState state = session.subnets().required(id);
                    assertThat(state.taken()).isEqualTo(expected);
                    return addresses.stream().filter(state::isTaken).count();
                  });
      assertThat(found).isEqualTo(expected);
    }
  }
}
