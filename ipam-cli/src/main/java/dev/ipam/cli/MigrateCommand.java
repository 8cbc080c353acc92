package dev.ipam.cli;

import dev.ipam.cli.output.Column;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.migration.Preview;
import dev.ipam.migration.StoreMigrator;
import dev.ipam.migration.Stores;
import dev.ipam.migration.control.MigrationClient;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.StoreRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves the authority, with all data, to another driver; and what goes with it. */
@Command(
    name = "migrate",
    description = {
      "Move all data, and with it the authority, from one driver's store to another's.",
      "Afterwards set ipam_driver to the new one. See docs/migration.md."
    },
    subcommands = {
      MigrateCommand.Status.class,
      MigrateCommand.Resume.class,
      MigrateCommand.Abort.class,
      MigrateCommand.Adopt.class
    })
final class MigrateCommand extends Action {
  private static final List<Column<MigrationReport>> REPORT =
      List.of(
          Column.shown("from", MigrationReport::from),
          Column.shown("to", MigrationReport::to),
          Column.shown("epoch", MigrationReport::epoch),
          Column.shown("way", MigrationReport::way),
          Column.shown("copied", MigrationReport::copied),
          Column.shown("followed", MigrationReport::followed),
          Column.shown("compared", MigrationReport::compared),
          Column.shown("attempts", MigrationReport::attempts),
          Column.shown("held_back_ms", report -> report.heldBack().toMillis()),
          Column.shown("pause_ms", report -> report.pause().toMillis()),
          Column.shown("took_ms", report -> report.took().toMillis()));

  private static final List<Column<Preview>> PREVIEW =
      List.of(
          Column.shown("from", Preview::from),
          Column.shown("to", Preview::to),
          Column.shown("way", Preview::way),
          Column.shown("subnets", Preview::subnets),
          Column.shown("allocations", Preview::allocations),
          Column.shown("overwritten_subnets", Preview::overwritten),
          Column.shown("would_be_lost", Preview::lost),
          Column.shown("refused", Preview::refused),
          Column.shown("estimated_seconds", preview -> preview.estimate().toSeconds()));

  @Option(names = "--to", paramLabel = "DRIVER", description = "The driver to go on with.")
  private @Nullable String to;

  @Option(
      names = "--from",
      paramLabel = "DRIVER",
      description = "The driver that is the authority; by default the one that is found to be it.")
  private @Nullable String from;

  @Option(
      names = "--dry-run",
      description = "Change nothing; say what would be copied, overwritten or lost.")
  private boolean dryRun;

  @Option(
      names = "--live",
      description =
          "Let writes of the processes that serve wait no longer than --pause at a time. A built-in"
              + " store is migrated by the process that has it, where that listens.")
  private boolean live;

  @Option(
      names = "--pause",
      paramLabel = "MILLISECONDS",
      description = "How long writes may wait in one attempt; 2000 with --live, else 600000.")
  private @Nullable Long pause;

  @Override
  void run() {
    String target = to;
    if (target == null) {
      throw misuse("Name the driver to go on with by --to, or give a command: see --help");
    }
    String source = from == null ? Candidates.authority(root(), target) : from;
    if (pause != null && (pause <= 0 || pause > MigrationOptions.MOST_PAUSE.toMillis())) {
      throw misuse(
          "--pause must be 1 to " + MigrationOptions.MOST_PAUSE.toMillis() + " milliseconds");
    }
    if (source.equals(target)) {
      throw misuse("--to and --from are the same driver, which has one store");
    }
    if (dryRun) {
      preview(source, target);
    } else if (!live || !throughItsProcess(source, target)) {
      migrate(this, source, target, options());
    }
  }

  /** A store that one process has to itself is migrated by that process, where it listens. */
  private boolean throughItsProcess(String source, String target) {
    Optional<MigrationClient> process = Standing.servingProcess(root(), source);
    if (process.isEmpty()) {
      return false;
    }
    MigrationReport report;
    try (MigrationClient client = process.get();
        Progress progress = new Progress(surroundings(), "records", 0)) {
      report = client.migrate(source, target, options().longestPause(), told(progress));
    }
    tell(this, report, target);
    return true;
  }

  private static void tell(Action action, MigrationReport report, String target) {
    action.tell(sentence(report, target), REPORT, report);
  }

  private MigrationOptions options() {
    MigrationOptions options = live ? MigrationOptions.LIVE : MigrationOptions.OFFLINE;
    return pause == null ? options : options.withLongestPause(Duration.ofMillis(pause));
  }

  private void preview(String source, String target) {
    OpenedStore one = root().builder().openStoreForReading(source);
    try {
      ScratchTarget scratch = ScratchTarget.of(root(), target);
      try (Progress progress = new Progress(surroundings(), "records", 0)) {
        output().one(PREVIEW, Preview.of(one, scratch.store(), told(progress)));
      } finally {
        scratch.close();
      }
    } finally {
      one.driver().close();
    }
  }

  private static void migrate(
      Action action, String source, String target, MigrationOptions options) {
    OpenedStore one = action.root().builder().openStore(source, false);
    try {
      OpenedStore other = action.root().builder().openStore(target, true);
      try {
        MigrationReport report;
        try (Progress progress = new Progress(action.surroundings(), "records", 0)) {
          report = new StoreMigrator().migrate(one, other, options, told(progress));
        }
        tell(action, report, target);
      } finally {
        other.driver().close();
      }
    } finally {
      one.driver().close();
    }
  }

  private static String sentence(MigrationReport report, String target) {
    return report.to()
        + " is the authority now, in epoch "
        + report.epoch()
        + ": "
        + report.copied()
        + " records copied by "
        + report.way()
        + ", "
        + report.followed()
        + " changes followed, "
        + report.compared()
        + " records compared, writes waited "
        + report.pause().toMillis()
        + " ms. Set ipam_driver="
        + target
        + ".";
  }

  private static MigrationListener told(Progress progress) {
    return new MigrationListener() {
      @Override
      public void advanced(long records) {
        progress.add(records);
      }
    };
  }

  @Command(name = "status", description = "Show what every configured store is.")
  static final class Status extends Action {
    @Override
    void run() {
      output().list(Standing.COLUMNS, Standing.all(root()).stream());
    }
  }

  private static String source(Standing target) {
    StoreRef from = target.other();
    return from == null ? "" : from.driver();
  }

  @Command(name = "resume", description = "Go on with the migration that was cut short.")
  static final class Resume extends Action {
    @Override
    void run() {
      Standing target = Candidates.loading(root());
      migrate(this, source(target), target.driver(), MigrationOptions.OFFLINE);
    }
  }

  @Command(
      name = "abort",
      description = {
        "Give up the migration that was cut short: the source serves again; or free the shadow of a",
        "service that is gone for good.",
        "What was copied stays as a stale copy; 'ipam purge' removes it."
      })
  static final class Abort extends Action {
    private record Aborted(
        StoreRef from, AuthorityState source, StoreRef to, AuthorityState target) {}

    private static final List<Column<Aborted>> ABORTED =
        List.of(
            Column.shown("from", Aborted::from),
            Column.shown("from_authority", aborted -> aborted.source().word()),
            Column.shown("to", Aborted::to),
            Column.shown("to_authority", aborted -> aborted.target().word()));

    @Override
    void run() {
      Standing target = Candidates.cutShort(root());
      OpenedStore one = root().builder().openStore(source(target), false);
      try {
        OpenedStore other = root().builder().openStore(target.driver(), false);
        try {
          AuthorityState now = Stores.abort(one, other);
          AuthorityState left = other.authority().state();
          tell(
              one.ref()
                  + " is "
                  + now.word()
                  + "; "
                  + other.ref()
                  + (left instanceof AuthorityState.Unused ? " is unused." : " is a stale copy."),
              ABORTED,
              new Aborted(one.ref(), now, other.ref(), left));
        } finally {
          other.driver().close();
        }
      } finally {
        one.driver().close();
      }
    }
  }

  @Command(
      name = "adopt",
      description = {
        "Make a store the authority whatever it is, without looking at any other:",
        "for when the store that took over is lost. What was written there since is lost."
      })
  static final class Adopt extends Action {
    private record Adopted(StoreRef store, Active now) {}

    private static final List<Column<Adopted>> ADOPTED =
        List.of(
            Column.shown("driver", adopted -> adopted.store().driver()),
            Column.shown("store_id", adopted -> adopted.store().storeId()),
            Column.shown("authority", adopted -> adopted.now().word()),
            Column.shown("epoch", adopted -> adopted.now().epoch()));

    @Parameters(
        paramLabel = "DRIVER",
        arity = "0..1",
        description = "The driver; by default the configured one.")
    private @Nullable String driver;

    @Option(names = "--force", description = "Say that this is meant; needed.")
    private boolean force;

    @Override
    void run() {
      if (!force) {
        throw misuse(
            "Adopting a store may bring two authorities about, or lose what another store was told:"
                + " say --force if this is meant");
      }
      String name = driver == null ? root().config().driver() : driver;
      OpenedStore store = root().builder().openStore(name, false);
      try {
        Active now = Stores.adopt(store);
        tell(
            store.ref() + " is the authority now, in epoch " + now.epoch() + ".",
            ADOPTED,
            new Adopted(store.ref(), now));
      } finally {
        store.driver().close();
      }
    }
  }
}
