package dev.ipam.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.builtin.SmallStore.Ending;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damages the files of small stores: bytes are flipped, files cut and removed.
 *
 * <p>Each time the store is refused, or every row of it reads as before, or what is missing is the
 * end of the newest log, just the batches whose bytes are hit. A normal run takes the first and
 * last bytes of every file and some between; with {@code -Dipam.test.jvm=-Dipam.damage=full} it
 * takes every byte and every length of one of them. RocksDB's own log and its record of its options
 * are never all taken: {@link PowerLossTest} shows that opening a store does not read them.
 */
class DamageMatrixTest {
  private static final boolean FULL = "full".equals(System.getProperty("ipam.damage"));
  private static final int BETWEEN = 3;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void damageIsRefusedOrHarmless(Ending ending, TestReporter reporter) {
    // The others have the same files, but for the last ones; a sample of those will do.
    boolean full = FULL && ending == Ending.KILLED_WITH_TWO_LOGS;
    SmallStore store = new SmallStore(directory.resolve("store"), ending);
    DamageJudge judge = new DamageJudge(store, directory.resolve("damaged"));
    List<String> tables = new ArrayList<>();
    for (String name : store.image().files().keySet()) {
      if (ending != Ending.KILLED_WITH_TWO_LOGS && !tellsOfTheEnding(name)) {
        continue;
      }
      judge.alone(Damage.removal(name));
      if (store.tablesOfFiles().containsKey(name)) {
        tables.add(name);
      } else {
        for (int at : sample(store.image(), name, full && !isNeverRead(name))) {
          judge.alone(Damage.flip(name, at));
          judge.alone(Damage.cut(name, at));
        }
      }
    }
    damageTables(store.image(), tables, judge, full);
    judge.outcomes().forEach((what, count) -> reporter.publishEntry(ending + " " + what, count));
    if (ending == Ending.KILLED_WITH_TWO_LOGS) {
      assertThat(tables).hasSizeGreaterThan(14);
    }
    assertThat(judge.failures()).as("of %s", judge.outcomes()).isEmpty();
  }

  /** All other files are as in a store that came to another end. */
  private static boolean tellsOfTheEnding(String name) {
    return name.endsWith(".log")
        || name.startsWith("db/MANIFEST-")
        || name.equals("db/CURRENT")
        || name.equals("db/SEAL");
  }

  private static boolean isNeverRead(String name) {
    return name.startsWith("db/LOG") || name.startsWith("db/OPTIONS-");
  }

  /** Hits one byte in each file at a time: what each file then says is told apart. */
  private static void damageTables(
      StoreImage image, List<String> tables, DamageJudge judge, boolean full) {
    List<List<Integer>> places = new ArrayList<>();
    int most = 0;
    for (String name : tables) {
      List<Integer> own = List.copyOf(sample(image, name, full));
      places.add(own);
      most = Math.max(most, own.size());
    }
    for (int i = 0; i < most; i++) {
      List<Damage> flips = new ArrayList<>();
      List<Damage> cuts = new ArrayList<>();
      for (int file = 0; file < tables.size(); file++) {
        if (i < places.get(file).size()) {
          flips.add(Damage.flip(tables.get(file), places.get(file).get(i)));
          cuts.add(Damage.cut(tables.get(file), places.get(file).get(i)));
        }
      }
      judge.together(flips);
      judge.together(cuts);
    }
  }

  /** Which bytes to hit: all, or the first and last ones, and some that are spread between. */
  private static Set<Integer> sample(StoreImage image, String name, boolean full) {
    int length = image.files().get(name).length;
    TreeSet<Integer> sample = new TreeSet<>();
    if (name.endsWith(".log") || name.contains("MANIFEST")) {
      List<Integer> heads = image.records(name);
      // Where a record ends, and the length that it gives itself, are what can mislead a reader.
      for (int i = 0; i < heads.size(); i += Math.max(1, heads.size() / 4)) {
        sample.addAll(List.of(heads.get(i), heads.get(i) + 4, heads.get(i) + 5));
      }
      sample.addAll(List.of(heads.get(heads.size() - 1), heads.get(heads.size() - 1) + 5));
    }
    for (int i = 0; i < (full ? length : Math.min(length, 1)); i++) {
      sample.add(i);
      sample.add(length - 1 - i);
    }
    for (int i = 1; i <= BETWEEN && length > 0; i++) {
      sample.add((int) ((long) length * i / (BETWEEN + 1)));
    }
    return sample;
  }
}
