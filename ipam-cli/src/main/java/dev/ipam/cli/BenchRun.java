package dev.ipam.cli;

import dev.ipam.DriverRegistry;
import dev.ipam.IpamConfig;
import dev.ipam.cli.bench.BenchPlace;
import dev.ipam.cli.bench.BenchRow;
import dev.ipam.cli.bench.StoreBench;
import dev.ipam.cli.output.Column;
import dev.ipam.cli.output.OutputFormat;
import dev.ipam.cli.text.IoReasons;
import dev.ipam.error.ConfigurationException;
import dev.ipam.error.Outcome;
import dev.ipam.error.UnavailableException;
import dev.ipam.measure.MeasurementFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A run of the measurement of a store. */
final class BenchRun {
  private static final double MEDIAN = 50;
  private static final double NINETY_NINE = 99;
  private static final double HUNDREDTHS = 100;

  private static final List<Column<BenchRow>> COLUMNS =
      List.of(
          Column.shown("callers", BenchRow::callers),
          Column.forPrograms("limit", BenchRow::limit),
          Column.shown("limit_per_second", BenchRow::limitRate),
          Column.shown("store_per_second", BenchRow::storeRate),
          Column.shown("ratio", row -> rounded(row.ratio().median())),
          Column.shown("lowest", row -> rounded(row.ratio().low())),
          Column.shown("highest", row -> rounded(row.ratio().high())),
          Column.shown("p50_us", row -> row.micros(MEDIAN)),
          Column.shown("p99_us", row -> row.micros(NINETY_NINE)));

  private final Action action;
  private final @Nullable String driver;
  private final boolean quick;
  private final boolean inStore;

  BenchRun(Action action, @Nullable String driver, boolean quick, boolean inStore) {
    this.action = action;
    this.driver = driver;
    this.quick = quick;
    this.inStore = inStore;
  }

  private static double rounded(double ratio) {
    return Math.round(ratio * HUNDREDTHS) / HUNDREDTHS;
  }

  void run(@Nullable Path directory) {
    IpamCommand root = action.root();
    // Its settings are checked as by any other command.
    root.builder();
    IpamConfig config = root.config();
    DriverRegistry drivers = root.drivers();
    BenchPlace place =
        BenchPlace.of(
            drivers.choose(driver == null ? config.driver() : driver),
            config,
            action.surroundings().directory());
    if (directory != null) {
      place = place.in(action.surroundings().directory().resolve(directory).toAbsolutePath());
    }
    if (place.isServer() && !inStore) {
      throw action.misuse(
          "The store of driver \""
              + place.provider().name()
              + "\" is on a server: say --in-store to measure in it, or give a database for tests"
              + " with --set.");
    }
    List<BenchRow> rows = new ArrayList<>();
    StoreBench bench = new StoreBench(place, drivers, quick);
    if (place.isServer() && root.format() != OutputFormat.JSON) {
      action.surroundings().err().println(warning(bench.name()));
    }
    measure(bench, place, rows);
    action.output().list(COLUMNS, rows.stream());
    if (root.forPeople()) {
      action.output().say(explanation(rows, place));
    }
  }

  /** A process that is killed cannot clear away what it made. */
  private static String warning(String name) {
    return "Measuring in subnet "
        + name
        + " and a table of that name; remove both if this is cut short (docs/command.md).";
  }

  private void measure(StoreBench bench, BenchPlace place, List<BenchRow> rows) {
    try (Progress progress = new Progress(action.surroundings(), "of 2 measurements", 2)) {
      progress.add(0);
      bench.run(
          row -> {
            rows.add(row);
            progress.add(1);
          });
    } catch (IOException e) {
      throw new ConfigurationException(
          "--directory",
          "in " + place.directory() + " nothing can be measured: " + IoReasons.of(e));
    } catch (SQLException e) {
      throw unavailable(place, e);
    } catch (MeasurementFailedException e) {
      throw unavailable(place, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(place, e);
    }
  }

  private static UnavailableException unavailable(BenchPlace place, Exception cause) {
    return new UnavailableException(
        place.isServer() ? "the database" : place.directory().toString(),
        "its limit could not be measured (" + cause.getMessage() + ")",
        Outcome.NOT_APPLIED,
        cause);
  }

  private static String explanation(List<BenchRow> rows, BenchPlace place) {
    return String.format(
        Locale.ROOT,
        "Driver %s%s. The limit: %s. Ratio: store by limit, slice by slice in one run, its median,"
            + " lowest and highest. p50, p99: how long an allocation takes at half of that rate.",
        place.provider().name(),
        place.isServer() ? "" : ", on the disk of " + place.directory(),
        rows.get(0).limit());
  }
}
