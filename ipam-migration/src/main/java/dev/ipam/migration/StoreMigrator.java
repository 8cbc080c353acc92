package dev.ipam.migration;

import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migrate.Migrator;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.migrate.Shadowing;
import dev.ipam.migration.shadow.ShadowRun;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

/**
 * Migrates between any two drivers that record authority.
 *
 * @ipam.rule 7.26
 * @since 0.1
 */
public final class StoreMigrator implements Migrator {
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  /** Makes a migrator; it keeps nothing between two migrations. */
  public StoreMigrator() {}

  @Override
  public MigrationReport migrate(
      OpenedStore from, OpenedStore to, MigrationOptions options, MigrationListener listener) {
    return new Migration(from, to, options, listener).run();
  }

  @Override
  public Shadowing shadow(
      OpenedStore active, String driver, Function<Clock, OpenedStore> opening, Clock clock) {
    return shadow(active, driver, opening, clock, LONGEST_ANSWER);
  }

  static Shadowing shadow(
      OpenedStore active,
      String driver,
      Function<Clock, OpenedStore> opening,
      Clock clock,
      Duration longestAnswer) {
    return new ShadowRun(
        active,
        driver,
        opening,
        (from, to, listener) ->
            new Migration(from, to, MigrationOptions.OFFLINE, listener).shadow(),
        clock,
        longestAnswer,
        RETRY_AFTER);
  }
}
