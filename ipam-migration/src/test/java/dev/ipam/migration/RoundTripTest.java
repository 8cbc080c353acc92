package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.migration.dump.Dump;
import dev.ipam.migration.dump.DumpProgress;
import dev.ipam.spi.Authority;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the built-in driver to a database and back: what is exported stays the same byte for byte,
 * and whoever serves goes on answering as a store does that was never migrated, with the passes,
 * rests, keys and tokens that came along.
 */
class RoundTripTest {
  private static final int ANSWERS = Integer.getInteger("ipam.migration.answers", 300);

  @TempDir Path directory;

  @ForEachDatabase
  void thereAndBack(TestDatabase database) throws IOException {
    try (TwoDrivers stores =
            new TwoDrivers(directory, "reference", Pair.database(database), Clock.systemUTC());
        TwoStores others = TwoStores.in(directory.resolve("others"))) {
      OpenedStore neverMigrated = others.one();
      others.activate(neverMigrated);
      Authority.activateUnused(stores.builtin().driver());
      Content.fill(neverMigrated.driver());
      Content.fill(stores.builtin().driver());

      migrate("import", stores.builtin(), stores.other());
      assertAnswersAs(neverMigrated, stores.other(), 1);
      migrate("changes", stores.other(), stores.builtin());
      assertAnswersAs(neverMigrated, stores.builtin(), 2);
      migrate("changes", stores.builtin(), stores.other());
      assertAnswersAs(neverMigrated, stores.other(), 3);
    }
  }

  private void migrate(String way, OpenedStore from, OpenedStore to) throws IOException {
    byte[] before = export(from);
    MigrationReport report =
        new StoreMigrator().migrate(from, to, MigrationOptions.OFFLINE, MigrationListener.NONE);
    assertThat(report.way()).isEqualTo(way);
    assertThat(export(to)).isEqualTo(before);
  }

  private byte[] export(OpenedStore store) throws IOException {
    Path file = directory.resolve("dump");
    Dump.write(store.driver(), file, DumpProgress.NONE);
    byte[] dump = Files.readAllBytes(file);
    Files.delete(file);
    return dump;
  }

  private static void assertAnswersAs(OpenedStore one, OpenedStore other, long seed) {
    List<String> answers = Content.change(one.driver(), seed, ANSWERS);
    assertThat(Content.change(other.driver(), seed, ANSWERS)).isEqualTo(answers);
  }
}
