package dev.ipam.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.DriverRegistry;
import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.migrate.MigrationListener;
import dev.ipam.migrate.MigrationOptions;
import dev.ipam.migrate.MigrationReport;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.request.Allocation;
import dev.ipam.request.AllocationRequest;
import dev.ipam.request.SubnetRequest;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;

/**
 * A live migration of a store that four processes write to. Three know the successor and go on
 * there; the fourth does not and is refused. Nothing is lost, nothing is held twice, and no other
 * call fails.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SharedSourceTest {
  private static final int SUBNETS = Integer.getInteger("ipam.migration.shared-subnets", 20);
  private static final int EACH = Integer.getInteger("ipam.migration.shared-allocations", 50);
  private static final int PROCESSES = 4;

  @ForEachDatabase({Engine.POSTGRESQL, Engine.GALERA})
  void everyProcessGoesOnOrIsRefused(TestDatabase one, TestDatabase other, Engine engine)
      throws Exception {
    Map<String, String> first = settings("first", one);
    Map<String, String> second = settings("second", other);
    Set<String> expected = new TreeSet<>();
    try (Ipam ipam = builder(first, Map.of()).createIfMissing().open()) {
      for (int i = 0; i < SUBNETS; i++) {
        ipam.createSubnet(
            SubnetRequest.of("subnet-" + i, "10." + i / 16 + "." + i % 16 * 16 + ".0/20"));
        ipam.allocateAll(AllocationRequest.bulk("subnet-" + i, EACH))
            .forEach(held -> expected.add(entry(held)));
      }
    }
    List<Child> children = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        children.add(new Child("process-" + i, first, i == 0 ? Map.of() : second));
      }
      for (Child child : children) {
        child.awaitReady();
      }
      MigrationReport report = migrate(first, second);
      // It is told when it writes the next time, and must not be stopped before.
      children.get(0).awaitRefusal();
      for (Child child : children) {
        child.stop();
        expected.addAll(child.held());
        assertThat(child.end()).isNotEmpty();
      }
      assertThat(children.get(0).refusals()).isNotEmpty().allMatch("second"::equals);
      for (Child child : children.subList(1, PROCESSES)) {
        assertThat(child.refusals()).isEmpty();
        assertThat(child.end()).startsWith("second ");
      }
      assertThat(held(second)).isEqualTo(expected);
      System.out.printf(
          "SHARED %s: %d copied and %d followed in %d ms, held back %d ms, paused %d ms; %s%n",
          engine,
          report.copied(),
          report.followed(),
          report.took().toMillis(),
          report.heldBack().toMillis(),
          report.pause().toMillis(),
          children.stream().map(Child::end).toList());
    } finally {
      children.forEach(Child::close);
    }
  }

  private static MigrationReport migrate(Map<String, String> first, Map<String, String> second) {
    OpenedStore from = builder(first, second).openStore("first", false);
    try {
      OpenedStore to = builder(first, second).openStore("second", true);
      try {
        return new StoreMigrator().migrate(from, to, MigrationOptions.LIVE, MigrationListener.NONE);
      } finally {
        to.driver().close();
      }
    } finally {
      from.driver().close();
    }
  }

  private static Set<String> held(Map<String, String> second) {
    Set<String> held = new TreeSet<>();
    try (Ipam ipam = builder(Map.of(), second).set("ipam_driver", "second").open()) {
      for (int i = 0; i < SUBNETS; i++) {
        try (Stream<Allocation> allocations = ipam.allocations("subnet-" + i)) {
          allocations.forEach(each -> assertThat(held.add(entry(each))).isTrue());
        }
      }
    }
    return held;
  }

  private static String entry(Allocation held) {
    return held.subnetId() + " " + held.address() + " " + held.token();
  }

  private static IpamBuilder builder(Map<String, String> first, Map<String, String> second) {
    IpamBuilder builder =
        Ipam.builder()
            .drivers(
                DriverRegistry.of(
                    new OtherProvider("first", "reference"),
                    new OtherProvider("second", "reference")))
            .set("ipam_driver", "first");
    first.forEach(builder::set);
    second.forEach(builder::set);
    return builder;
  }

  private static Map<String, String> settings(String driver, TestDatabase database) {
    Map<String, String> settings = new HashMap<>();
    Pair.database(database)
        .forEach(
            (key, value) ->
                settings.put(key.replace("ipam.reference.", "ipam." + driver + "."), value));
    return settings;
  }

  /**
   * A process that writes. What it prints is read all the time: whoever has to wait until it is
   * read does so in the middle of a transaction, and everybody else with it.
   */
  private static final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch refused = new CountDownLatch(1);
    private final List<String> lines = new ArrayList<>();
    private final Thread reader = new Thread(this::read, "reader");

    Child(String name, Map<String, String> first, Map<String, String> second) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Dipam.test.log=System.err",
                  "-cp",
                  System.getProperty("java.class.path"),
                  SharedChild.class.getName(),
                  name,
                  Integer.toString(SUBNETS),
                  "ipam_driver=first"));
      first.forEach((key, value) -> command.add(key + "=" + value));
      second.forEach((key, value) -> command.add(key + "=" + value));
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      out.lines()
          .forEach(
              line -> {
                if (line.equals("ready")) {
                  ready.countDown();
                } else if (line.startsWith("refused ")) {
                  refused.countDown();
                }
                lines.add(line);
              });
      ready.countDown();
      refused.countDown();
    }

    /** Waits until it works. */
    void awaitReady() throws InterruptedException {
      ready.await();
      assertThat(process.isAlive()).isTrue();
    }

    /** Waits until one of its threads was refused, or it has ended. */
    void awaitRefusal() throws InterruptedException {
      refused.await();
    }

    /** Tells it to stop, and waits until it has said everything. */
    void stop() throws IOException, InterruptedException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      reader.join();
    }

    private List<String> after(String word) {
      return lines.stream()
          .filter(line -> line.startsWith(word + " "))
          .map(line -> line.substring(word.length() + 1))
          .toList();
    }

    List<String> held() {
      return after("held");
    }

    List<String> refusals() {
      return after("refused");
    }

    /** What it said last; nothing where it failed. */
    String end() {
      List<String> ends = after("end");
      return ends.isEmpty() ? "" : ends.get(0);
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }
}
