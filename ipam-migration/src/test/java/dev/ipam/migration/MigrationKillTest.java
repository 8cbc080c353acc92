package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.snapshot.SnapshotRecord;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Closing;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.spi.AuthorityState.Unused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process that migrates from the built-in driver to SQLite is killed before and after everything
 * that it writes, and the migration is gone on with, and given up.
 *
 * <p>{@code -Dipam.migration.kill-every=1} kills at every point. Otherwise at some of them, and at
 * all in which the authority is handed over.
 */
class MigrationKillTest {
  private static final int EVERY = Integer.getInteger("ipam.migration.kill-every", 8);

  /** Before and after the source retires, and before and after the target becomes active. */
  private static final int HAND_OVER = 4;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void goesOnOrIsGivenUp(boolean live) throws Exception {
    Path template = Files.createDirectory(directory.resolve("template"));
    List<SnapshotRecord> content;
    try (TwoDrivers stores = TwoDrivers.withSqlite(template)) {
      Authority.activateUnused(stores.builtin().driver());
      Content.fill(stores.builtin().driver());
      content = TwoStores.records(stores.builtin());
    }
    int points = points(template, live);
    assertThat(points).isGreaterThan(12);
    int killed = 0;
    for (int point = 1; point <= points; point++) {
      if (point % EVERY != 0 && point <= points - HAND_OVER) {
        continue;
      }
      Path crashed = copy(template, "crashed");
      assertThat(migrate(crashed, live, point)).as("point %s", point).isEqualTo("there");
      Path other = copy(crashed, "other");
      resume(crashed, content);
      abort(other, content);
      delete(crashed);
      delete(other);
      killed++;
    }
    System.out.printf("KILLS %s: %d of %d points%n", live ? "live" : "offline", killed, points);
  }

  private int points(Path template, boolean live) throws Exception {
    Path whole = copy(template, "whole");
    String last = migrate(whole, live, 0);
    delete(whole);
    assertThat(last).startsWith("points ");
    return Integer.parseInt(last.substring("points ".length()));
  }

  /** Runs a child, kills it where it waits, and returns what it said. */
  private static String migrate(Path at, boolean live, int point) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dipam.test.log=System.err",
                "-cp",
                System.getProperty("java.class.path"),
                KilledChild.class.getName(),
                at.toString(),
                Boolean.toString(live),
                Integer.toString(point))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      String line = out.readLine();
      while (line != null && !line.equals("there") && !line.startsWith("points ")) {
        line = out.readLine();
      }
      return String.valueOf(line);
    } finally {
      child.destroyForcibly();
      child.waitFor();
    }
  }

  private static void resume(Path at, List<SnapshotRecord> content) {
    try (TwoDrivers stores = TwoDrivers.withSqlite(at)) {
      assertAtMostOneActive(stores);
      migrate(stores.builtin(), stores.other());
      assertThat(state(stores.other())).isInstanceOf(Active.class);
      assertThat(state(stores.builtin())).isInstanceOf(Retired.class);
      assertThat(TwoStores.records(stores.other())).isEqualTo(content);
      assertServes(stores.other(), stores.builtin());
    }
  }

  private static void abort(Path at, List<SnapshotRecord> content) {
    try (TwoDrivers stores = TwoDrivers.withSqlite(at)) {
      assertAtMostOneActive(stores);
      if (state(stores.other()) instanceof Active) {
        assertServes(stores.other(), stores.builtin());
        return;
      }
      if (!(state(stores.other()) instanceof Unused)) {
        Stores.abort(stores.builtin(), stores.other());
      }
      assertThat(state(stores.builtin())).isInstanceOf(Active.class);
      assertThat(state(stores.other())).isInstanceOfAny(Retired.class, Unused.class);
      assertThat(TwoStores.records(stores.builtin())).isEqualTo(content);
      assertServes(stores.builtin(), stores.other());
    }
  }

  /** It serves, and can be migrated from. */
  private static void assertServes(OpenedStore serving, OpenedStore other) {
    Content.change(serving.driver(), 11, 20);
    List<SnapshotRecord> held = TwoStores.records(serving);
    migrate(serving, other);
    assertThat(TwoStores.records(other)).isEqualTo(held);
  }

  private static void migrate(OpenedStore from, OpenedStore to) {
    new StoreMigrator().migrate(from, to, MigrationOptions.OFFLINE, MigrationListener.NONE);
  }

  private static AuthorityState state(OpenedStore store) {
    return store.authority().state();
  }

  private static void assertAtMostOneActive(TwoDrivers stores) {
    AuthorityState one = state(stores.builtin());
    AuthorityState other = state(stores.other());
    assertThat(isActive(one) && isActive(other)).as("%s and %s", one, other).isFalse();
  }

  private static boolean isActive(AuthorityState state) {
    return state instanceof Active || state instanceof Closing;
  }

  private Path copy(Path from, String name) throws IOException {
    Path to = directory.resolve(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copied = to.resolve(from.relativize(file).toString());
        Files.copy(file, copied, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return to;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
