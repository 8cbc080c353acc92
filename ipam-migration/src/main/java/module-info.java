import org.jspecify.annotations.NullMarked;

/** Moves what a store holds, through the driver SPI alone. */
@NullMarked
module dev.ipam.migration {
  requires com.fasterxml.jackson.core;
  requires transitive dev.ipam.api;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports dev.ipam.migration;
  exports dev.ipam.migration.control;
  exports dev.ipam.migration.dump;

  provides dev.ipam.migrate.Migrator with
      dev.ipam.migration.StoreMigrator;
}
