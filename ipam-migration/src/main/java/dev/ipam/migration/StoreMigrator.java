package dev.ipam.migration;

import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migrate.Migrator;
import dev.ipam.migrate.OpenedStore;

/**
 * Migrates between any two drivers that record authority.
 *
 * @ipam.rule 7.26
 * @since 0.1
 */
public final class StoreMigrator implements Migrator {
  /** Makes a migrator; it keeps nothing between two migrations. */
  public StoreMigrator() {}

  @Override
  public MigrationReport migrate(
      OpenedStore from, OpenedStore to, MigrationOptions options, MigrationListener listener) {
    return new Migration(from, to, options, listener).run();
  }
}
