package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.builtin.store.ChangeRetention;
import dev.ipam.builtin.store.Store;
import dev.ipam.builtin.store.StoreContent;
import dev.ipam.builtin.store.StoreOptions;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.Authority;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kill keeps what was written, synced or not; so syncs are counted against answers. */
class SyncTest {
  private static final int ROUNDS = 20;

  @TempDir Path directory;

  @Test
  void everyAnswerToAWriteIsPrecededByASyncOfItsOwn() {
    assertThat(answersWithoutSync(true)).isZero();
  }

  @Test
  void withoutDurabilityNoAnswerIs() {
    assertThat(answersWithoutSync(false)).isEqualTo(2 * ROUNDS);
  }

  private int answersWithoutSync(boolean sync) {
    StoreOptions options = new StoreOptions(sync, 1 << 20, 64, ChangeRetention.NONE, true);
    Store store = Store.open(directory.resolve("store"), true, options, null);
    Engine engine =
        new Engine(store, () -> Session.on(store.tables(), Clock.systemUTC(), new Random(1)));
    int without = 0;
    try (BuiltinDriver driver = new BuiltinDriver(store, engine, sync)) {
      Authority.activateUnused(driver);
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/16"));
      long before = syncs(engine);
      for (int round = 0; round < ROUNDS; round++) {
        Allocation got = driver.allocate(AllocationRequest.any("a")).get(0);
        long afterAllocating = syncs(engine);
        driver.release(ReleaseRequest.of(got));
        long afterReleasing = syncs(engine);
        without += afterAllocating == before ? 1 : 0;
        without += afterReleasing == afterAllocating ? 1 : 0;
        before = afterReleasing;
      }
    }
    return without;
  }

  private static long syncs(Engine engine) {
    return engine.run(session -> StoreContent.logSyncs(session.tables()));
  }
}
