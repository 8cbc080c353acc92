package dev.ipam.builtin;

import dev.ipam.builtin.Damage.How;
import dev.ipam.builtin.store.Store;
import dev.ipam.builtin.store.StoreContent;
import dev.ipam.builtin.store.StoreOptions;
import dev.ipam.builtin.store.Tables;
import dev.ipam.error.StoreCorruptException;
import dev.ipam.error.StoreFormatUnsupportedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Opens a damaged store, reads all of it, and says whether what came of it is right. */
final class DamageJudge {
  /** So few that RocksDB opens nearly all files with rows only when they are read. */
  private static final StoreOptions FEW_FILES = new StoreOptions(false, 1 << 20, 20);

  private final SmallStore store;
  private final StoreImage base;
  private final Path damaged;
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private final Map<String, Object> expected;

  DamageJudge(SmallStore store, Path damaged) {
    this.store = store;
    this.damaged = damaged;
    // They are large, and nothing in them matters: see that once, and leave them out.
    StoreImage small = store.image();
    for (String name : store.image().files().keySet()) {
      if (name.startsWith("db/LOG") || name.startsWith("db/OPTIONS-")) {
        small = small.without(name);
      }
    }
    base = small;
    if (!opened(store.image()).equals(store.content()) || !opened(base).equals(store.content())) {
      throw new AssertionError("what is not damaged does not read as it did");
    }
    expected = byTable(base);
  }

  List<String> failures() {
    return failures;
  }

  Map<String, String> outcomes() {
    Map<String, String> texts = new TreeMap<>();
    outcomes.forEach((what, count) -> texts.put(what, count.toString()));
    return texts;
  }

  /** Judges damage to one file. */
  void alone(Damage damage) {
    boolean newestLog = damage.file().equals(store.image().newestLog());
    List<String> allowed =
        newestLog && damage.how() != How.REMOVED
            ? store.mayBeLeft(damage.at(), damage.how() == How.CUT)
            : List.of();
    try {
      String content = opened(damage.to(base.files().containsKey(damage.file()) ? base : all()));
      if (content.equals(store.content())) {
        count(damage, "harmless");
      } else if (allowed.contains(content)) {
        count(damage, "end dropped");
      } else {
        wrong(damage, content + ", not " + allowed);
      }
    } catch (StoreCorruptException | StoreFormatUnsupportedException e) {
      refused(damage, e.getMessage());
    } catch (RuntimeException e) {
      wrong(damage, e.toString());
    }
  }

  private StoreImage all() {
    return store.image();
  }

  /**
   * Judges damage to several files with rows, one for each file, in as few openings as will do: an
   * error says which file it is about, and the rows of each table are read for themselves.
   */
  void together(List<Damage> damages) {
    List<Damage> left = damages;
    while (!left.isEmpty()) {
      List<Damage> again = openings(left);
      if (again.size() == left.size()) {
        again.forEach(this::alone);
        return;
      }
      left = again;
    }
  }

  /** Returns those of which nothing is known yet. */
  private List<Damage> openings(List<Damage> damages) {
    StoreImage image = base;
    for (Damage damage : damages) {
      image = damage.to(image);
    }
    Map<String, Object> found;
    try {
      found = byTable(image);
    } catch (StoreCorruptException e) {
      return damages.stream().filter(damage -> !isNamed(damage, e)).toList();
    } catch (RuntimeException e) {
      return damages;
    }
    List<Damage> again = new ArrayList<>();
    for (Damage damage : damages) {
      String table = store.tablesOfFiles().get(damage.file());
      Object content = found.get(table);
      if (content.equals(expected.get(table))) {
        count(damage, "harmless");
      } else if (!(content instanceof StoreCorruptException e)) {
        wrong(damage, table + " holds " + content);
      } else if (!isNamed(damage, e)) {
        again.add(damage);
      }
    }
    return again;
  }

  private boolean isNamed(Damage damage, StoreCorruptException e) {
    boolean named = e.getMessage().contains(damage.name());
    if (named) {
      refused(damage, e.getMessage());
    }
    return named;
  }

  private void refused(Damage damage, String message) {
    count(damage, message.contains(damage.name()) ? "refused" : "refused, other named");
  }

  private void wrong(Damage damage, String problem) {
    count(damage, "WRONG");
    failures.add(damage + ": " + problem);
  }

  private void count(Damage damage, String outcome) {
    String file = damage.file().replaceAll("[-0-9]{6,}", "*");
    outcomes.merge(damage.how() + " " + file + ": " + outcome, 1, Integer::sum);
  }

  private String opened(StoreImage files) {
    files.writeTo(damaged);
    try (BuiltinDriver driver = Opened.in(damaged)) {
      return driver.engine().run(session -> StoreContent.of(session.tables()));
    } finally {
      StoreImage.delete(damaged);
    }
  }

  private Map<String, Object> byTable(StoreImage files) {
    files.writeTo(damaged);
    try (Store opened = Store.open(damaged, false, FEW_FILES, null)) {
      Tables tables = opened.tables();
      try {
        return StoreContent.byTable(tables);
      } finally {
        tables.close(Engine::closedError);
      }
    } finally {
      StoreImage.delete(damaged);
    }
  }
}
