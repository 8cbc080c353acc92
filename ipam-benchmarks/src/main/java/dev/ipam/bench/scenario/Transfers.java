package dev.ipam.bench.scenario;

import dev.ipam.Ipam;
import dev.ipam.bench.store.ExportChild;
import dev.ipam.bench.store.Imports;
import dev.ipam.bench.store.Scratch;
import dev.ipam.measure.Spread;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migration.dump.Dump;
import dev.ipam.migration.dump.DumpSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How many records a second are exported, imported and migrated, and in how much memory. */
final class Transfers {
  private static final double TARGET = 100_000;
  private static final double HEAP_TARGET = 1.25;
  private static final String RATE = "/s";
  private static final String HEAP = "64m";
  private static final int ROUNDS = 3;
  private static final int TIMES_MORE = 10;

  private Transfers() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("transfer", "export, import, migration of a million records", Transfers::run),
        new Scenario(
            "transfer-heap",
            "export of ten times the records with one small heap",
            Transfers::heap));
  }

  private static List<Figure> run(Bench bench) throws Exception {
    int count = bench.effort().of(1_000_000, 200_000, 1_000);
    int rounds = Math.min(ROUNDS, bench.effort().rounds());
    List<Double> exports = new ArrayList<>();
    List<Double> imports = new ArrayList<>();
    Path file = bench.directory().resolve("dump.jsonl");
    try (Scratch store = Scratch.builtin(bench.directory(), "sync")) {
      Imports.oneSubnet(store.ipam(), count);
      for (int i = 0; i < rounds; i++) {
        long start = System.nanoTime();
        exports.add(rate(Dump.write(store.ipam(), file, (done, bytes) -> {}), start));
        try (Scratch other = Scratch.builtin(bench.directory(), "sync")) {
          start = System.nanoTime();
          imports.add(rate(Dump.read(file, other.ipam(), (done, bytes) -> {}), start));
        }
      }
    } finally {
      Files.deleteIfExists(file);
    }
    double migrated = migrate(bench, count);
    return List.of(
        figure("transfer-export", "built-in to a file, " + count + " records", exports)
            .withNote(
                "import of that file into another store: "
                    + Math.round(Spread.of(imports, rate -> rate).median())
                    + " /s")
            .withNote(
                "migration to reference on SQLite, with comparison: "
                    + Math.round(migrated)
                    + " /s"));
  }

  private static double migrate(Bench bench, int count) throws Exception {
    Path directory = Files.createTempDirectory(bench.directory(), "migrate-");
    try (Ipam ipam =
        Ipam.builder()
            .set("ipam_driver", "builtin")
            .set("ipam.builtin.path", directory.resolve("store").toString())
            .set("ipam.reference.url", "jdbc:sqlite:" + directory.resolve("ipam.db"))
            .createIfMissing()
            .open()) {
      Imports.oneSubnet(ipam, count);
      long start = System.nanoTime();
      MigrationReport report =
          ipam.migrate("reference", MigrationOptions.OFFLINE, MigrationListener.NONE);
      return report.copied() * 1e9 / (System.nanoTime() - start);
    } finally {
      Scratch.delete(directory);
    }
  }

  private static double rate(DumpSummary sum, long start) {
    return sum.records() * 1e9 / (System.nanoTime() - start);
  }

  private static Figure figure(String name, String what, List<Double> rates) {
    Spread spread = Spread.of(rates, rate -> rate);
    return new Figure(
        name,
        what,
        new Reading("asked for", TARGET, RATE),
        new Reading("records", spread.median(), RATE),
        spread,
        new Target(true, TARGET, RATE),
        List.of());
  }

  private static List<Figure> heap(Bench bench) throws Exception {
    int few = bench.effort().of(1_000_000, 100_000, 500);
    double less = export(bench, few);
    double more = export(bench, few * TIMES_MORE);
    return List.of(
        new Figure(
            "transfer-heap",
            "built-in, time of a record's export with a heap of 64 MiB",
            new Reading(few + " records", 1e6 / less, "us"),
            new Reading(few * TIMES_MORE + " records", 1e6 / more, "us"),
            Spread.of(less / more),
            Target.atMost(HEAP_TARGET),
            List.of()));
  }

  private static double export(Bench bench, int count) throws Exception {
    Path file = bench.directory().resolve("dump.jsonl");
    try (Scratch store = Scratch.builtin(bench.directory(), "sync")) {
      Imports.oneSubnet(store.ipam(), count);
      store.ipam().close();
      return ExportChild.run(HEAP, store.directory(), file);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
