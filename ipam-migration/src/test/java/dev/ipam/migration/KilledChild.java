package dev.ipam.migration;

import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Migrates, says at which point it is, and waits there to be killed. */
final class KilledChild {
  private KilledChild() {}

  /** Takes a directory, whether it is live, and the point; 0 for none. */
  public static void main(String[] args) {
    MigrationOptions options =
        Boolean.parseBoolean(args[1]) ? MigrationOptions.LIVE : MigrationOptions.OFFLINE;
    Writes writes = new Writes(Integer.parseInt(args[2]), KilledChild::waitForTheEnd);
    try (TwoDrivers stores = TwoDrivers.withSqlite(Path.of(args[0]))) {
      new StoreMigrator()
          .migrate(stores.builtin(writes), stores.other(writes), options, MigrationListener.NONE);
    }
    System.out.println("points " + writes.points());
  }

  private static void waitForTheEnd() {
    System.out.println("there");
    while (true) {
      LockSupport.park();
    }
  }
}
