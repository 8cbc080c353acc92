package dev.ipam.cli;

import dev.ipam.cli.output.Column;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.migration.Stores;
import dev.ipam.spi.StoreRef;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes what a store holds that is not the authority. */
@Command(
    name = "purge",
    description = {
      "Remove everything that a driver's store holds, if it is retired or unused.",
      "The store of the authority is never touched."
    })
final class PurgeCommand extends Action {
  private record Purged(StoreRef store, long removed) {}

  private static final List<Column<Purged>> PURGED =
      List.of(
          Column.shown("driver", purged -> purged.store().driver()),
          Column.shown("store_id", purged -> purged.store().storeId()),
          Column.shown("removed", Purged::removed));

  @Parameters(paramLabel = "DRIVER", description = "The driver.")
  private String driver = "";

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Override
  void run() {
    OpenedStore store = root().builder().openStore(driver, false);
    try {
      if (!yes && !agreed(store)) {
        throw misuse("Nothing was removed; say --yes, or answer yes");
      }
      long removed;
      try (Progress progress = new Progress(surroundings(), "subnets", 0)) {
        removed =
            Stores.purge(
                store,
                new MigrationListener() {
                  @Override
                  public void advanced(long records) {
                    progress.add(records);
                  }
                });
      }
      tell(
          "Removed " + removed + " scopes, pools and subnets; the store is unused.",
          PURGED,
          new Purged(store.ref(), removed));
    } finally {
      store.driver().close();
    }
  }

  /** Asks where there is somebody to answer; before Java 22 there may be no console at all. */
  @SuppressWarnings("SystemConsoleNull")
  private boolean agreed(OpenedStore store) {
    if (!surroundings().errIsTerminal() || System.console() == null) {
      return false;
    }
    String answer =
        System.console()
            .readLine(
                "Remove everything that %s at %s holds, which is %s? Type yes: ",
                store.ref(),
                store.driver().store().location(),
                store.hasAuthority() ? store.authority().state().word() : "without authority");
    return "yes".equals(answer);
  }
}
