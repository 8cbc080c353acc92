package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.builtin.store.StoreContent;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreFormatUnsupportedException;
import dev.ipam.net.Cidr;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.ReleaseRequest;
import dev.ipam.request.SubnetPoolRequest;
import dev.ipam.request.SubnetRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damages the files of small stores one by one: bytes are flipped, files cut and removed.
 *
 * <p>Each time the store is refused, or every row of it reads as before, or what is missing is the
 * end of the newest log, just the batches whose bytes are hit. A normal run takes the first and
 * last bytes of every file and some between; with {@code -Dipam.test.jvm=-Dipam.damage=full} it
 * takes every byte and every length, which takes an hour.
 */
class DamageMatrixTest {
  private static final boolean FULL = "full".equals(System.getProperty("ipam.damage"));
  private static final int EDGE = FULL ? Integer.MAX_VALUE : 1;
  private static final int BETWEEN = 3;

  /** How the store came to its end. */
  enum Ending {
    CLOSED,
    KILLED,
    /** While one table was in a file and the others in two logs. */
    KILLED_WITH_TWO_LOGS
  }

  @TempDir Path directory;
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  /** The length of the newest log after each batch, and all rows as of then. */
  private final List<Integer> logLengths = new ArrayList<>();

  private final List<String> contents = new ArrayList<>();
  private StoreImage image = new StoreImage(new TreeMap<>());

  @ParameterizedTest
  @EnumSource
  void damageIsRefusedOrHarmless(Ending ending, TestReporter reporter) {
    fill(directory.resolve("store"), ending);
    assertThat(opened(image)).isEqualTo(contents.get(contents.size() - 1));
    for (String name : image.files().keySet()) {
      damage(name);
    }
    outcomes.forEach((what, count) -> reporter.publishEntry(ending + " " + what, "" + count));
    assertThat(failures).as("of %s", outcomes).isEmpty();
  }

  private void fill(Path store, Ending ending) {
    try (BuiltinDriver driver = Opened.in(store)) {
      driver.createSubnet(SubnetRequest.of("a", "10.0.0.0/24"));
      driver.createSubnet(SubnetRequest.of("b", "2001:db8::/64").withKey("b"));
      driver.createPool(SubnetPoolRequest.of("p", Cidr.parse("10.1.0.0/16")));
      driver.createSubnet(SubnetRequest.fromPool("c", "p", 24));
      step(driver, 8);
    }
    try (BuiltinDriver driver = Opened.in(store)) {
      step(driver, 8);
    }
    BuiltinDriver driver = Opened.in(store);
    note(0, driver);
    step(driver, store, 3);
    if (ending == Ending.KILLED_WITH_TWO_LOGS) {
      driver
          .engine()
          .run(
              session -> {
                StoreContent.flushAllocations(session.tables());
                return true;
              });
      logLengths.clear();
      contents.clear();
      note(0, driver);
    }
    step(driver, store, 5);
    if (ending == Ending.CLOSED) {
      driver.close();
      image = StoreImage.of(store);
    } else {
      image = StoreImage.of(store);
      driver.close();
    }
  }

  private static void step(BuiltinDriver driver, int batches) {
    for (int i = 0; i < batches; i++) {
      String subnet = List.of("a", "b", "c").get(i % 3);
      var got = driver.allocate(AllocationRequest.bulk(subnet, 3).withOwner("me"));
      if (i % 3 == 1) {
        driver.release(ReleaseRequest.of(got.get(1)));
        driver.allocate(AllocationRequest.any(subnet).withKey("key of " + got.get(0)));
      }
    }
  }

  private void step(BuiltinDriver driver, Path store, int batches) {
    for (int i = 0; i < batches; i++) {
      driver.allocate(
          AllocationRequest.bulk("a", 2).withOwner("you").withKey("late " + i + logLengths.size()));
      StoreImage now = StoreImage.of(store);
      note(now.files().get(now.newestLog()).length, driver);
    }
  }

  private void note(int logLength, BuiltinDriver driver) {
    logLengths.add(logLength);
    contents.add(driver.engine().run(session -> StoreContent.of(session.tables())));
  }

  private void damage(String name) {
    byte[] bytes = image.files().get(name);
    boolean log = name.equals(image.newestLog());
    judge(name, "removed", image.without(name), List.of());
    for (int at : sample(name)) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      List<String> allowed = log ? prefixes(at, false) : List.of();
      judge(name, "flipped", image.with(name, flipped), allowed, at);
      allowed = log ? prefixes(at, true) : List.of();
      judge(name, "cut", image.with(name, Arrays.copyOf(bytes, at)), allowed, at);
    }
  }

  /** Which bytes to hit: the first and last ones, and some that are spread between. */
  private Set<Integer> sample(String name) {
    int length = image.files().get(name).length;
    TreeSet<Integer> sample = new TreeSet<>();
    if (name.endsWith(".log") || name.contains("MANIFEST")) {
      List<Integer> heads = image.records(name);
      // Where a record ends, and the length that it gives itself, are what can mislead a reader.
      for (int i = 0; i < heads.size(); i += FULL ? 1 : Math.max(1, heads.size() / 4)) {
        sample.addAll(List.of(heads.get(i), heads.get(i) + 4, heads.get(i) + 5));
      }
      sample.addAll(List.of(heads.get(heads.size() - 1), heads.get(heads.size() - 1) + 5));
    }
    for (int i = 0; i < Math.min(length, EDGE); i++) {
      sample.add(i);
      sample.add(length - 1 - i);
    }
    for (int i = 1; i <= BETWEEN && length > 0; i++) {
      sample.add((int) ((long) length * i / (BETWEEN + 1)));
    }
    return sample;
  }

  /** What may be left of the newest log: the batches before the one that is hit, the last only. */
  private List<String> prefixes(int at, boolean cut) {
    int last = contents.size() - 1;
    for (int batch = last; batch >= 0; batch--) {
      if (logLengths.get(batch) <= at) {
        return cut || batch == last - 1 ? List.of(contents.get(batch)) : List.of();
      }
    }
    return List.of();
  }

  private void judge(
      String name, String how, StoreImage damaged, List<String> allowed, Integer... at) {
    String what = how + " " + name.replaceAll("[-0-9]{6,}", "*");
    String where = name + " " + how + " at " + List.of(at);
    try {
      String content = opened(damaged);
      if (content.equals(contents.get(contents.size() - 1))) {
        count(what, "harmless");
      } else if (allowed.contains(content)) {
        count(what, "end dropped");
      } else {
        count(what, "WRONG");
        failures.add(where + ": " + content + ", not " + allowed);
      }
    } catch (StoreCorruptException | StoreFormatUnsupportedException e) {
      count(what, "refused");
      if (!e.getMessage().contains(name.replaceAll(".*/", ""))) {
        count(what, "refused, other named");
      }
    } catch (RuntimeException e) {
      count(what, "FAILED");
      failures.add(where + ": " + e);
    }
  }

  private void count(String what, String outcome) {
    outcomes.merge(what + ": " + outcome, 1, Integer::sum);
  }

  private String opened(StoreImage files) {
    Path store = directory.resolve("damaged");
    files.writeTo(store);
    try (BuiltinDriver driver = Opened.in(store)) {
      return driver.engine().run(session -> StoreContent.of(session.tables()));
    } finally {
      StoreImage.delete(store);
    }
  }
}
