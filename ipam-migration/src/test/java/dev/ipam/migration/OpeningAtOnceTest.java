package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.error.StoreInUseException;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.AuthorityState.Active;
import dev.ipam.spi.AuthorityState.Loading;
import dev.ipam.spi.AuthorityState.Retired;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.JdbcEndpoint;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.Databases;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four processes of a service are started at once with another driver than before: one of them
 * loads, the others wait for it, and go on by themselves where it is killed.
 */
class OpeningAtOnceTest {
  private static final int PROCESSES = 4;
  private static final int EACH = 25;

  private static final int MOST_ROUNDS = 8;

  @TempDir private Path root;
  private Path directory;
  private final Map<String, String> settings = new TreeMap<>();

  private void source(TestDatabase database, int allocations) {
    JdbcEndpoint endpoint = database.endpoint();
    settings.put("ipam.builtin.path", directory.resolve("store").toString());
    settings.put("ipam.reference.url", endpoint.url());
    settings.put("ipam.reference.deadline-ms", "300000");
    settings.put("ipam.reference.user", endpoint.user());
    settings.put("ipam.reference.password", endpoint.password());
    try (Ipam ipam = builder("builtin").createIfMissing().open()) {
      ipam.createSubnet(SubnetRequest.of("s", "10.0.0.0/12"));
      ipam.allocateAll(AllocationRequest.bulk("s", allocations));
    }
  }

  private IpamBuilder builder(String driver) {
    IpamBuilder builder = Ipam.builder().set("ipam_driver", driver);
    settings.forEach(builder::set);
    return builder;
  }

  private final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Path errors = directory.resolve("errors-" + System.nanoTime());

    Child() throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(
              "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(OpeningChild.class.getName(), Integer.toString(EACH)));
      command.addAll(List.of("ipam_driver", "reference"));
      settings.forEach((key, value) -> command.addAll(List.of(key, value)));
      process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      out = process.inputReader(StandardCharsets.UTF_8);
    }

    void awaitReady() throws IOException {
      assertThat(out.readLine()).isEqualTo("ready");
    }

    void go() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    }

    /** Returns what it was given, from the driver that it went on with. */
    List<String> answers() throws IOException, InterruptedException {
      List<String> answers = out.lines().filter(line -> line.startsWith("reference ")).toList();
      assertThat(answers).as(() -> "it said: " + errors()).hasSize(EACH);
      assertThat(process.waitFor()).isZero();
      return answers;
    }

    private String errors() {
      try {
        return Files.readString(errors);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  private List<Child> start() throws IOException {
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      children.add(new Child());
    }
    for (Child each : children) {
      each.awaitReady();
    }
    for (Child each : children) {
      each.go();
    }
    return children;
  }

  @ForEachDatabase(Engine.POSTGRESQL)
  void oneLoadsAndTheOthersWait(TestDatabase database) throws Exception {
    directory = root;
    source(database, 500);
    List<Child> children = start();
    try {
      List<String> given = new ArrayList<>();
      for (Child each : children) {
        given.addAll(each.answers());
      }
      assertThat(given).doesNotHaveDuplicates();
    } finally {
      children.forEach(Child::close);
    }
    assertMoved(500 + PROCESSES * EACH);
  }

  /** In rounds, until one was killed before it had loaded everything: it may be too fast for us. */
  @ForEachDatabase(Engine.POSTGRESQL)
  void anotherLoadsWhereTheOneIsKilled(Engine engine) throws Exception {
    int held = 60_000;
    for (int round = 1; round <= MOST_ROUNDS; round++) {
      directory = Files.createDirectory(root.resolve("round-" + round));
      TestDatabase database = Databases.create(engine);
      source(database, held);
      if (killWhileLoading(database)) {
        assertMoved(held + (PROCESSES - 1) * EACH);
        return;
      }
    }
    throw new AssertionError("it was never killed while it loaded");
  }

  /** Returns false where it had loaded everything before. */
  private boolean killWhileLoading(TestDatabase database) throws Exception {
    List<Child> children = start();
    try {
      OptionalLong loader = awaitLoader(database);
      if (loader.isEmpty()) {
        return false;
      }
      Child killed =
          children.stream()
              .filter(each -> each.process.pid() == loader.getAsLong())
              .findAny()
              .orElseThrow();
      killed.process.destroyForcibly().waitFor();
      try (Connection connection = database.witness()) {
        if (!isLoading(connection)) {
          return false;
        }
      }
      List<String> given = new ArrayList<>();
      for (Child each : children) {
        if (each != killed) {
          given.addAll(each.answers());
        }
      }
      assertThat(given).doesNotHaveDuplicates();
      return true;
    } finally {
      children.forEach(Child::close);
    }
  }

  /** Waits until the target is loading; returns the process that has the source, if one still. */
  private OptionalLong awaitLoader(TestDatabase database) throws SQLException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    try (Connection connection = database.witness()) {
      while (!isLoading(connection)) {
        assertThat(System.nanoTime() - end).as("nobody loads").isNegative();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
    }
    try {
      builder("builtin").openStore("builtin", false).driver().close();
      return OptionalLong.empty();
    } catch (StoreInUseException e) {
      return OptionalLong.of(Long.parseLong(e.holder().replaceFirst("process (\\d+).*", "$1")));
    }
  }

  private static boolean isLoading(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT authority FROM ipam_store")) {
      return rows.next() && AuthorityState.parse(rows.getString(1)) instanceof Loading;
    } catch (SQLException e) {
      // The table is still to be made.
      return false;
    }
  }

  private OpenedStore target() {
    return builder("reference").openStore("reference", true);
  }

  private void assertMoved(long allocations) {
    try (Ipam ipam = builder("reference").open()) {
      assertThat(ipam.usage("s").allocated()).isEqualTo(BigInteger.valueOf(allocations));
      try (Stream<?> all = ipam.allocations("s")) {
        assertThat(all.count()).isEqualTo(allocations);
      }
    }
    OpenedStore target = target();
    OpenedStore source = builder("builtin").openStore("builtin", false);
    try {
      assertThat(target.authority().state()).isEqualTo(new Active(2));
      assertThat(source.authority().state()).isInstanceOf(Retired.class);
    } finally {
      source.driver().close();
      target.driver().close();
    }
  }
}
