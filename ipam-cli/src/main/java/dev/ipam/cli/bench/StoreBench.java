package dev.ipam.cli.bench;

import dev.ipam.DriverRegistry;
import dev.ipam.Ipam;
import dev.ipam.measure.Alternation;
import dev.ipam.measure.Comparison;
import dev.ipam.measure.InsertLimit;
import dev.ipam.measure.Side;
import dev.ipam.measure.SteadyLoad;
import dev.ipam.measure.SyncedLog;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Measures a driver's store beside its limit: one in files of its own beside the configured one, a
 * subnet of its own in one on a server. Nothing of it stays.
 */
public final class StoreBench {
  private static final List<Integer> CALLERS = List.of(1, 32);
  private static final String SUBNET_CIDR = "fd00::/64";

  private final BenchPlace place;
  private final DriverRegistry drivers;
  private final boolean quick;
  private final String name =
      "ipam_bench_" + Long.toHexString(ThreadLocalRandom.current().nextLong());

  /**
   * Prepares it; nothing is done yet.
   *
   * @param place where
   * @param drivers all drivers, for a store that is on a server
   * @param quick whether a few seconds must do
   */
  public StoreBench(BenchPlace place, DriverRegistry drivers, boolean quick) {
    this.place = place;
    this.drivers = drivers;
    this.quick = quick;
  }

  /**
   * Returns what the subnet, and the table beside it, are called.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Measures.
   *
   * @param each is given a row for each number of callers, when it was measured
   * @throws IOException if the disk refuses
   * @throws SQLException if the database refuses what shows its limit
   * @throws InterruptedException if the thread was interrupted
   */
  public void run(Consumer<BenchRow> each) throws IOException, SQLException, InterruptedException {
    if (place.isServer()) {
      try (Ipam ipam = Ipam.builder().drivers(drivers).config(place.inPlace()).open()) {
        measure(ipam, place.directory(), each);
      }
      return;
    }
    Path own = Files.createTempDirectory(place.directory(), "ipam-bench-");
    try {
      Files.createDirectory(own.resolve("store"));
      // Of other drivers nothing must be known here, or their stores would be asked whether one of
      // them is the authority.
      DriverRegistry only = DriverRegistry.of(place.provider());
      try (Ipam ipam =
          Ipam.builder()
              .drivers(only)
              .config(place.scratch(own.resolve("store")))
              .createIfMissing()
              .open()) {
        measure(ipam, own, each);
      }
    } finally {
      delete(own);
    }
  }

  private void measure(Ipam ipam, Path directory, Consumer<BenchRow> each)
      throws IOException, SQLException, InterruptedException {
    ipam.createSubnet(SubnetRequest.of(name, SUBNET_CIDR));
    try {
      for (int callers : CALLERS) {
        each.accept(row(ipam, directory, callers));
      }
    } finally {
      ipam.removeSubnetWithAllocations(name);
    }
  }

  private BenchRow row(Ipam ipam, Path directory, int callers)
      throws IOException, SQLException, InterruptedException {
    AllocationRequest request = AllocationRequest.any(name).withOwner("ipam-bench");
    Side store =
        new Side(
            "allocations",
            callers,
            caller -> {
              ipam.allocate(request);
              return 1;
            });
    Alternation slices =
        quick
            ? new Alternation(7, Duration.ofMillis(100), Duration.ofMillis(300))
            : new Alternation(51, Duration.ofMillis(150), Duration.ofSeconds(4));
    Comparison sides;
    if (place.jdbcUrl() == null) {
      try (SyncedLog log = SyncedLog.growing(directory)) {
        sides = slices.compare(log.side(callers), store);
      }
    } else {
      try (InsertLimit limit = insertLimit(directory, callers)) {
        sides = slices.compare(limit.side(), store);
      }
    }
    double half = Math.max(1, new BenchRow(callers, sides, new Histogram(1)).storeRate() / 2.0);
    Duration length = quick ? Duration.ofMillis(500) : Duration.ofSeconds(5);
    return new BenchRow(callers, sides, new SteadyLoad(half, length).run(store));
  }

  /** SQLite has one writer, so that its limit is one connection to a file of its own. */
  private InsertLimit insertLimit(Path directory, int callers) throws SQLException {
    if (place.isServer()) {
      return InsertLimit.open(this::connect, name, Math.min(callers, 8));
    }
    String url = "jdbc:sqlite:" + directory.resolve(String.format(Locale.ROOT, "%d.db", callers));
    return InsertLimit.open(() -> durable(url), name, 1);
  }

  private Connection connect() throws SQLException {
    Properties login = new Properties();
    BenchPlace.value(place.provider(), place.config(), ".user")
        .ifPresent(user -> login.setProperty("user", user));
    BenchPlace.value(place.provider(), place.config(), ".password")
        .ifPresent(password -> login.setProperty("password", password));
    return DriverManager.getConnection(place.jdbcUrl(), login);
  }

  private static Connection durable(String url) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
    }
    return connection;
  }

  private static void delete(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(all::add);
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
