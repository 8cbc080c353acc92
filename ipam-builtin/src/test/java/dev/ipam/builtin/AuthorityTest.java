package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.error.AuthorityConflictException;
import dev.ipam.error.DriverClosedException;
import dev.ipam.error.DriverNotActiveException;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.snapshot.SnapshotRecord.TokenMark;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Shadow;
import dev.ipam.spi.AuthorityState.Unused;
import dev.ipam.spi.ImportSession;
import dev.ipam.spi.StoreRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules IPAM-7.01 to 7.10: the record of authority, and the fence. */
class AuthorityTest {
  private static final StoreRef OTHER = new StoreRef("other", "1");

  @TempDir Path directory;
  private final TickingClock clock = new TickingClock();
  private BuiltinDriver driver;

  @BeforeEach
  void open() {
    driver = reopened();
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private BuiltinDriver reopened() {
    return (BuiltinDriver)
        new BuiltinDriverProvider()
            .open(
                Opened.context(
                    directory.resolve("s"), clock, true, Map.of("ipam.builtin.durability", "os")));
  }

  private void activate() {
    driver.change(new Unused(), new Active(1));
    driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/8"));
  }

  private Closing closing(long millis) {
    Closing closing = new Closing(1, OTHER, driver.now().plusMillis(millis));
    driver.change(new Active(1), closing);
    return closing;
  }

  @Test
  void aNewStoreIsUnusedAndTakesNoWrites() {
    assertThat(driver.state()).isEqualTo(new Unused());
    assertRefused("unused", null);
    assertThat(driver.subnets()).isEmpty();
  }

  @Test
  void onlyTheExpectedStateIsChanged() {
    driver.change(new Unused(), new Active(1));
    assertThatExceptionOfType(AuthorityConflictException.class)
        .isThrownBy(() -> driver.change(new Unused(), new Active(7)))
        .satisfies(
            e -> {
              assertThat(e.expected()).isEqualTo("unused");
              assertThat(e.actual()).isEqualTo("active 1");
            });
    assertThat(driver.state()).isEqualTo(new Active(1));
  }

  @Test
  void everyStateSurvivesReopening() {
    List<AuthorityState> states =
        List.of(
            new Loading(OTHER, 2, "p"),
            new Active(3),
            new Closing(3, OTHER, clock.instant().plusSeconds(9)),
            new Retired(3, OTHER, null),
            new Shadow(OTHER, 4, "q"),
            new Unused());
    for (AuthorityState next : states) {
      driver.change(driver.state(), next);
      driver.close();
      driver = reopened();
      assertThat(driver.state()).isEqualTo(next);
    }
  }

  @Test
  void whatIsNotActiveRefusesWritesAndAnswersReads() {
    activate();
    Allocation held = driver.allocate(AllocationRequest.any("a")).get(0);
    for (AuthorityState state :
        List.of(
            new Retired(1, OTHER, null), new Loading(OTHER, 2, null), new Shadow(OTHER, 2, null))) {
      driver.change(driver.state(), state);
      assertRefused(state.word(), "other");
      assertThat(driver.find("a", held.address())).contains(held);
      assertThat(driver.usage("a").allocated()).isEqualTo(1);
      assertThat(driver.state()).isEqualTo(state);
    }
    driver.change(driver.state(), new Active(5));
    assertThat(driver.allocate(AllocationRequest.any("a"))).hasSize(1);
  }

  private void assertRefused(String state, String successor) {
    for (Runnable write :
        List.<Runnable>of(
            () -> driver.createSubnet(SubnetRequest.of("b", "10.1.0.0/16")),
            () -> driver.allocate(AllocationRequest.any("a")),
            () -> driver.removeSubnet("a", true),
            () -> driver.releaseOwner("o"))) {
      assertThatExceptionOfType(DriverNotActiveException.class)
          .isThrownBy(write::run)
          .satisfies(
              e -> {
                assertThat(e.driver()).isEqualTo("builtin");
                assertThat(e.state()).isEqualTo(state);
                assertThat(e.successor()).isEqualTo(successor);
              });
    }
  }

  @Test
  void writesWaitWhileClosingAndAreThenJudgedByWhatHolds() throws Exception {
    for (AuthorityState next : List.of(new Retired(1, OTHER, null), new Active(1))) {
      driver.change(driver.state(), new Unused());
      if (driver.subnets().findAny().isEmpty()) {
        activate();
      } else {
        driver.change(new Unused(), new Active(1));
      }
      Closing closing = closing(60_000);
      List<CompletableFuture<List<Allocation>>> writes = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        writes.add(waiting());
      }
      assertThat(writes).noneMatch(CompletableFuture::isDone);
      driver.change(closing, next);
      for (CompletableFuture<List<Allocation>> write : writes) {
        if (next instanceof Active) {
          assertThat(write.join()).hasSize(1);
        } else {
          assertThatExceptionOfType(CompletionException.class)
              .isThrownBy(write::join)
              .withCauseInstanceOf(DriverNotActiveException.class);
        }
      }
    }
  }

  /**
   * Returns when a write has been under way for a while that is long for one that need not wait.
   */
  private CompletableFuture<List<Allocation>> waiting() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<List<Allocation>> write =
        CompletableFuture.supplyAsync(
            () -> {
              begun.countDown();
              return driver.allocate(AllocationRequest.any("a"));
            },
            task -> new Thread(task, "waiting").start());
    begun.await();
    for (int i = 0; i < 50; i++) {
      driver.usage("a");
    }
    return write;
  }

  @Test
  void aPassedDeadlineGivesTheStoreBackForGood() throws Exception {
    activate();
    Closing closing = closing(1_000);
    CompletableFuture<List<Allocation>> write = waiting();
    assertThat(write).isNotDone();
    clock.tick(1_000);

    assertThat(write.get()).hasSize(1);
    assertThat(driver.state()).isEqualTo(new Active(1));
    assertThatExceptionOfType(AuthorityConflictException.class)
        .isThrownBy(() -> driver.change(closing, new Retired(1, OTHER, null)));
    clock.tick(-5_000);
    driver.close();
    driver = reopened();
    assertThat(driver.state()).isEqualTo(new Active(1));
  }

  @Test
  void aDeadlineThatWasSeenToPassStaysPassed() {
    activate();
    closing(1_000);
    clock.tick(1_000);
    assertThat(driver.state()).isEqualTo(new Active(1));
    driver.close();
    clock.tick(-5_000);
    driver = reopened();
    assertThat(driver.state()).isEqualTo(new Active(1));
  }

  @Test
  void noWriteTakesEffectAfterTheChange() throws Exception {
    activate();
    for (int round = 0; round < 20; round++) {
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        writers.add(CompletableFuture.runAsync(this::allocateUntilRefused));
      }
      while (driver.usage("a").allocated().intValue() < 20 * round) {
        Thread.onSpinWait();
      }
      driver.change(new Active(1), new Retired(1, OTHER, null));
      var then = driver.usage("a");
      for (CompletableFuture<Void> writer : writers) {
        writer.get();
      }
      assertThat(driver.usage("a")).isEqualTo(then);
      driver.change(new Retired(1, OTHER, null), new Active(1));
    }
  }

  private void allocateUntilRefused() {
    try {
      while (true) {
        driver.allocate(AllocationRequest.any("a"));
      }
    } catch (DriverNotActiveException e) {
      assertThat(e.successor()).isEqualTo("other");
    }
  }

  @Test
  void closingTheDriverEndsTheWait() throws Exception {
    activate();
    closing(600_000);
    CompletableFuture<List<Allocation>> write = waiting();
    driver.close();
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(write::join)
        .withCauseInstanceOf(DriverClosedException.class);
    driver = reopened();
  }

  @Test
  void anImportNeedsAStoreThatMayBeImportedIntoAndLeavesItsAuthority() {
    List<SnapshotRecord> nothing = List.of(new TokenMark(7));
    for (AuthorityState state : List.of(new Unused(), new Loading(OTHER, 2, "p"), new Active(1))) {
      driver.change(driver.state(), state);
      load(nothing);
      assertThat(driver.state()).isEqualTo(state);
    }
    for (AuthorityState state :
        List.of(
            new Retired(1, OTHER, null),
            new Shadow(OTHER, 2, null),
            new Closing(1, OTHER, clock.instant().plusSeconds(5)))) {
      driver.change(driver.state(), state);
      assertThatExceptionOfType(DriverNotActiveException.class)
          .isThrownBy(() -> load(nothing))
          .satisfies(e -> assertThat(e.state()).isEqualTo(state.word()));
    }
  }

  @Test
  void anImportEndsWithTheStateThatItBeganIn() {
    driver.change(new Unused(), new Loading(OTHER, 2, "p"));
    try (ImportSession session = driver.beginImport()) {
      session.add(List.of(new TokenMark(7)));
      driver.change(new Loading(OTHER, 2, "p"), new Unused());
      assertThatExceptionOfType(DriverNotActiveException.class).isThrownBy(session::commit);
    }
    assertThat(driver.state()).isEqualTo(new Unused());
    try (Stream<SnapshotRecord> records = driver.export()) {
      assertThat(records).containsExactly(new TokenMark(0));
    }
  }

  private void load(List<SnapshotRecord> records) {
    try (ImportSession session = driver.beginImport()) {
      session.add(records);
      session.commit();
    }
  }

  /** What is on the disk when a change has been acknowledged is what a crash then leaves. */
  @Test
  void aCrashLeavesWhatWasAcknowledged() throws IOException {
    activate();
    AuthorityState before = new Active(1);
    for (AuthorityState next :
        List.of(
            new Closing(1, OTHER, clock.instant().plusSeconds(5)),
            new Retired(1, OTHER, "p"),
            new Loading(OTHER, 3, null),
            new Active(3))) {
      driver.change(before, next);
      before = next;
      Path crashed = directory.resolve("crashed");
      CopyAtRest.copy(directory.resolve("s"), crashed);
      try (BuiltinDriver after = Opened.with(Opened.context(crashed, clock, false, Map.of()))) {
        assertThat(after.state()).isEqualTo(next);
        assertThat(after.subnet("a").id()).isEqualTo("a");
      }
      ExportTest.delete(crashed);
    }
  }
}
