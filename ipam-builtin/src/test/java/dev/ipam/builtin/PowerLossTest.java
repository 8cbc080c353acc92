package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.builtin.PowerLoss.Unsynced;
import dev.ipam.error.StoreCorruptException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts the power of a process's disk in the midst of its work: whatever nobody had synced is lost
 * in part, or reads as zeros, and nothing that was acknowledged is. A longer run: {@code
 * -Dipam.test.jvm=-Dipam.powerlosses=200}.
 */
class PowerLossTest {
  private static final int LOSSES = Integer.getInteger("ipam.powerlosses", 6);
  private static final int FRESH = 25;

  @TempDir Path directory;
  private final Random random = new Random(Long.getLong("ipam.powerlosses.seed", 1));
  private Faults faults;

  @BeforeEach
  void compile() throws Exception {
    faults = Faults.compile(directory);
  }

  @Test
  void whatWasAcknowledgedSurvivesALossOfPower() throws Exception {
    if (faults == null) {
      return;
    }
    Path store = directory.resolve("store-0");
    Told told = new Told();
    for (int loss = 0; loss < LOSSES; loss++) {
      if (loss % FRESH == 0) {
        // What is kept must not make the checks ever longer.
        if (loss > 0) {
          StoreImage.delete(store);
        }
        Told.prepare(store);
        told = new Told();
      }
      PowerLoss power = cut(store, "sync", told, 30 + random.nextInt(250));
      Path next = directory.resolve("store-" + (loss + 1));
      Path left = directory.resolve("left");
      // That all of it is lost, the conformance kit plays.
      Unsynced goOn = loss % 2 == 0 ? Unsynced.ZEROS : Unsynced.KEPT_IN_PART;
      Unsynced other = loss % 2 == 0 ? Unsynced.KEPT_IN_PART : Unsynced.ZEROS;
      power.leave(store, other, random, left);
      power.leave(store, goOn, random, next);
      checkAfter(loss, other, left, told::check);
      checkAfter(loss, goOn, next, told::checkAndGoOn);
      StoreImage.delete(left);
      StoreImage.delete(store);
      store = next;
    }
  }

  private static void checkAfter(
      int loss, Unsynced unsynced, Path left, Consumer<BuiltinDriver> check) {
    try (BuiltinDriver driver = Opened.in(left)) {
      check.accept(driver);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("loss " + loss + ", unsynced writes are " + unsynced, e);
    }
  }

  /** Shows that the loss of power is one, and why the faster mode is not called durable. */
  @Test
  void withoutSyncsSomethingIsLost() throws Exception {
    if (faults == null) {
      return;
    }
    Path store = directory.resolve("store");
    Told.prepare(store);
    Told told = new Told();
    PowerLoss power = cut(store, "os", told, 100);
    Path left = directory.resolve("left");
    power.leave(store, Unsynced.LOST, random, left);
    boolean isLost;
    try (BuiltinDriver driver = Opened.in(left)) {
      told.check(driver);
      isLost = false;
    } catch (StoreCorruptException | AssertionError e) {
      isLost = true;
    }
    assertThat(isLost).isTrue();
  }

  /**
   * After a sync that failed, the system may show what is not on the disk, and later syncs may say
   * that it is: what the store shows when it has been opened again must have been written anew.
   */
  @Test
  void whatIsSeenAfterASyncHasFailedSurvivesALossOfPower() throws Exception {
    if (faults == null) {
      return;
    }
    Path store = directory.resolve("store");
    Told.prepare(store);
    PowerLoss power = PowerLoss.shadow(directory.resolve("shadow"));
    power.begin(store);
    long seen;
    try (ChildProcess child =
        new ChildProcess(
            List.of(), faults.environment(store, power), LimitedChild.class, store.toString())) {
      assertThat(child.readLine()).isEqualTo("serving");
      faults.set(Faults.Mode.NO_SYNC);
      assertThat(child.readLine()).isEqualTo("unknown");
      assertThat(child.readLine()).isEqualTo("unavailable");
      faults.set(Faults.Mode.NOTHING);
      assertThat(child.readLine()).isEqualTo("serving again");
      assertThat(child.readLine()).isEqualTo("all there");
      seen = Long.parseLong(child.readLine());
    }
    Path left = directory.resolve("left");
    power.leave(store, Unsynced.LOST, random, left);
    try (BuiltinDriver driver = Opened.in(left)) {
      assertThat(driver.usage("a").allocated()).isGreaterThanOrEqualTo(BigInteger.valueOf(seen));
    }
  }

  private PowerLoss cut(Path store, String durability, Told told, int lines) throws Exception {
    PowerLoss power = PowerLoss.shadow(directory.resolve("shadow"));
    power.begin(store);
    try (ChildProcess child =
        new ChildProcess(
            List.of(),
            faults.environment(store, power),
            KillChild.class,
            store.toString(),
            durability)) {
      assertThat(told.readAndKill(child, lines)).isGreaterThanOrEqualTo(lines);
    }
    return power;
  }

  /** What is not read cannot mislead: so damage to it is left out of the damage matrix. */
  @Test
  void openingReadsNeitherRocksLogNorItsOptions() throws Exception {
    if (faults == null) {
      return;
    }
    Path store = directory.resolve("store");
    Told.prepare(store);
    Set<String> there = new TreeSet<>();
    try (var files = Files.list(store.resolve("db"))) {
      files.forEach(file -> there.add(file.getFileName().toString()));
    }
    Path trace = directory.resolve("trace");
    try (ChildProcess child =
        new ChildProcess(
            List.of(),
            faults.environmentTracing(store, trace),
            KillChild.class,
            store.toString(),
            "os")) {
      assertThat(child.readLine()).isNotNull();
    }
    Set<String> read = new TreeSet<>();
    for (String line : Files.readAllLines(trace)) {
      read.add(Path.of(line).getFileName().toString());
    }
    there.retainAll(read);
    assertThat(there).anyMatch(name -> name.endsWith(".log"));
    assertThat(there).anyMatch(name -> name.startsWith("MANIFEST-"));
    assertThat(there).contains("CURRENT", "SEAL");
    assertThat(there).noneMatch(name -> name.startsWith("LOG") || name.startsWith("OPTIONS-"));
  }
}
