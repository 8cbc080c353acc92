package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ipam.error.StoreInUseException;
import dev.ipam.error.StoreNotFoundException;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.Subnet;
import dev.ipam.request.SubnetRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading beside a process that goes on writing. */
class ReadOnlyTest {
  private static final int OPENINGS = 60;
  private static final int MOST_STALE = 40;

  @TempDir Path directory;

  private static BuiltinDriver reader(Path store) {
    var context =
        Opened.context(store, Clock.systemUTC(), true, Map.of("ipam.builtin.durability", "os"));
    return (BuiltinDriver) new BuiltinDriverProvider().openReadOnly(context);
  }

  @Test
  void readsAreOfOneMomentWhileAnotherProcessWrites() throws Exception {
    Path store = directory.resolve("store");
    Told.prepare(store);
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.allocate(AllocationRequest.bulk("a", 10).withOwner("me"));
    }
    long before = 0;
    try (ChildProcess child = new ChildProcess(KillChild.class, store.toString(), "os")) {
      int newer = 0;
      for (int opening = 0; newer < 4; opening++) {
        assertThat(opening).as("openings that showed nothing newer").isLessThan(MOST_STALE);
        awaitToken(child, before + 1);
        try (BuiltinDriver reader = reader(store)) {
          List<Allocation> all = allocations(reader);
          for (int line = 0; line < 50; line++) {
            assertThat(child.readLine()).isNotNull();
          }
          assertThat(allocations(reader)).isEqualTo(all);
          assertThat(reader.usage("a").allocated()).isEqualTo(all.size());
          assertThat(reader.find("a", all.get(0).address())).contains(all.get(0));
          assertThat(reader.holders(all.get(0).address())).containsExactly(all.get(0));
          assertThat(reader.allocationsOf("me")).hasSize(10);
          assertThat(reader.check(problem -> assertThat(problem).isNull()).isSound()).isTrue();
          long newest = all.stream().mapToLong(Allocation::token).max().orElseThrow();
          // The child may have given back already what it had said that it got.
          newer += newest > before ? 1 : 0;
          before = Math.max(before, newest);
          assertRefused(child, () -> reader.allocate(AllocationRequest.any("a")));
          assertRefused(child, () -> reader.createSubnet(SubnetRequest.of("c", "10.1.0.0/16")));
          assertRefused(child, () -> reader.removeSubnet("a", true));
          assertRefused(child, () -> reader.releaseOwner("me"));
        }
      }
    }
    try (BuiltinDriver driver = Opened.in(store)) {
      assertThat(driver.check(problem -> assertThat(problem).isNull()).isSound()).isTrue();
    }
  }

  /** The writer has not noted it: it has had nothing to write since. */
  @Test
  void whatHasRestedByNowIsToldThoughItCannotBeWritten() {
    Path store = directory.resolve("store");
    ManualClock clock = new ManualClock();
    try (BuiltinDriver driver = Opened.with(Opened.context(store, clock))) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24").withRest(Duration.ofMinutes(1)));
      Allocation held = driver.allocate(AllocationRequest.any("a")).get(0);
      driver.release(ReleaseRequest.of("a", held.address()));
      clock.millis += Duration.ofMinutes(2).toMillis();
      try (BuiltinDriver reader =
              (BuiltinDriver)
                  new BuiltinDriverProvider()
                      .openReadOnly(Opened.context(store, clock, true, Map.of()));
          Stream<Subnet> open = reader.subnets()) {
        assertThat(reader.usage("a").resting()).isZero();
        assertThat(reader.usage("a").resting()).isZero();
        assertThat(open).hasSize(1);
      }
      assertThat(driver.usage("a").resting()).isZero();
    }
  }

  /** What opens a store moves the log's rows to tables, and removes the log. */
  @Test
  void nothingIsMissedWhileTheOtherProcessOpensTheStore() throws Exception {
    Path store = directory.resolve("store");
    Told.prepare(store);
    for (int i = 0; i < OPENINGS; i++) {
      Allocation held;
      try (BuiltinDriver driver = Opened.in(store)) {
        held = driver.allocate(AllocationRequest.any("a").withOwner("me")).get(0);
      }
      CompletableFuture<Void> other = CompletableFuture.runAsync(() -> Opened.in(store).close());
      try (BuiltinDriver reader = reader(store)) {
        assertThat(reader.find("a", held.address())).as("opening %d", i).contains(held);
      } finally {
        other.join();
      }
    }
  }

  /** Lines may have waited in the pipe: only a new token says that the child has gone on. */
  private static void awaitToken(ChildProcess child, long token) {
    while (true) {
      String line = child.readLine();
      assertThat(line).isNotNull();
      int at = line.lastIndexOf('=');
      if (at > 0 && Long.parseLong(line.substring(at + 1).replaceFirst(" .*", "")) >= token) {
        return;
      }
    }
  }

  private static List<Allocation> allocations(BuiltinDriver reader) {
    try (Stream<Allocation> all = reader.allocations("a")) {
      return all.toList();
    }
  }

  private static void assertRefused(ChildProcess child, Runnable write) {
    assertThatExceptionOfType(StoreInUseException.class)
        .isThrownBy(write::run)
        .withMessageContaining("process " + child.pid());
  }

  @Test
  void nothingIsCreated() {
    Path store = directory.resolve("store");
    assertThatExceptionOfType(StoreNotFoundException.class).isThrownBy(() -> reader(store));
    assertThat(Files.exists(store)).isFalse();
  }
}
