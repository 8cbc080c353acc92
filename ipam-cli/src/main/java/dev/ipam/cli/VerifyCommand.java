package dev.ipam.cli;

import dev.ipam.cli.output.Column;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.migration.Difference;
import dev.ipam.migration.Verification;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Compares everything that two stores hold. */
@Command(
    name = "verify",
    description = {
      "Compare everything that the stores of two drivers hold, record by record.",
      "The exit code is 0 when they are equal and 10 when they differ."
    })
final class VerifyCommand extends Action {
  private static final int MOST_LISTED = 1_000;

  private static final List<Column<Difference>> DIFFERENCE =
      List.of(
          Column.shown("subject", Difference::subject),
          Column.forPrograms("subnet_id", Difference::subnetId),
          Column.forPrograms("address", Difference::address),
          Column.shown("first", Difference::left),
          Column.shown("second", Difference::right));

  @Parameters(index = "0", paramLabel = "DRIVER", description = "The one driver.")
  private String first = "";

  @Parameters(index = "1", paramLabel = "DRIVER", description = "The other driver.")
  private String second = "";

  private boolean equal;

  @Override
  void run() {
    List<Difference> found = new ArrayList<>();
    long[] count = {0};
    long records;
    OpenedStore one = root().builder().openStoreForReading(first);
    try {
      OpenedStore other = root().builder().openStoreForReading(second);
      try (Progress progress = new Progress(surroundings(), "records", 0)) {
        records =
            Verification.compare(
                one,
                other,
                new MigrationListener() {
                  @Override
                  public void advanced(long more) {
                    progress.add(more);
                  }
                },
                difference -> {
                  if (count[0]++ < MOST_LISTED) {
                    found.add(difference);
                  }
                });
      } finally {
        other.driver().close();
      }
    } finally {
      one.driver().close();
    }
    equal = count[0] == 0;
    showWhileRead(() -> show(found, count[0], records));
  }

  private void show(List<Difference> found, long count, long records) {
    if (!root().forPeople() || count > 0) {
      List<Column<Difference>> columns = new ArrayList<>(DIFFERENCE);
      columns.add(Column.forPrograms("differences", difference -> count));
      output().list(columns, found.stream());
    }
    if (root().forPeople()) {
      output()
          .say(
              count == 0
                  ? "Both hold the same: " + records + " records were compared."
                  : "They differ in "
                      + count
                      + (count == 1 ? " thing." : " things.")
                      + (count > found.size() ? " Not all are listed." : ""));
    }
  }

  @Override
  ExitCode exitCode() {
    return equal ? ExitCode.DONE : ExitCode.NOT_AS_IT_MUST_BE;
  }
}
