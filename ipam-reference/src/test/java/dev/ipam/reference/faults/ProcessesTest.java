package dev.ipam.reference.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.processes.ProcessesCheck;
import dev.ipam.net.IpAddress;
import dev.ipam.reference.ReferenceUnderTest;
import dev.ipam.request.Allocation;
import dev.ipam.spi.IpamDriver;
import dev.ipam.testdb.Engine;
import dev.ipam.testdb.TestDatabase;
import dev.ipam.testdb.junit.ForEachDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** Processes that share a store; of a cluster, each has a node of its own as far as they go. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ProcessesTest {
  private static final int PROCESSES = 4;
  private static final int THREADS = 8;
  private static final int ALLOCATIONS = Integer.getInteger("ipam.processes.allocations", 12);

  /** Rules IPAM-6.02 and 6.03: nothing twice, nothing lost. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.GALERA})
  void fourOfThemShareOneSubnet(TestDatabase database, Engine engine) throws IOException {
    List<ClientProcess> clients = new ArrayList<>();
    try (IpamDriver driver = Stores.open(database)) {
      Load.prepare(driver);
      for (int i = 0; i < PROCESSES; i++) {
        clients.add(
            ClientProcess.start(
                "process-" + i,
                THREADS,
                ALLOCATIONS,
                ReferenceUnderTest.settings(database.endpoint(i))));
      }
      for (ClientProcess client : clients) {
        client.awaitOpen();
      }
      for (ClientProcess client : clients) {
        client.work();
      }
      Map<IpAddress, Long> held = new HashMap<>();
      for (ClientProcess client : clients) {
        String end = client.readToEnd();
        assertThat(end).isNotEmpty();
        System.out.println(engine.label() + ", one of four processes: " + end);
        client.held().forEach((address, token) -> assertThat(held.put(address, token)).isNull());
      }
      assertThat(held).hasSizeGreaterThan(PROCESSES * THREADS);
      assertThat(tokens(driver)).isEqualTo(held);
    } finally {
      clients.forEach(ClientProcess::close);
    }
  }

  /** Rule IPAM-6.02, by the checker: thirty-two threads, of which all may be under way at once. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.GALERA})
  void whatFourOfThemDoIsLinearizable(Engine engine) {
    ProcessesCheck.Report report =
        new ProcessesCheck(ReferenceUnderTest.on(engine))
            .run(
                Long.getLong("ipam.conformance.seed", 1),
                Integer.getInteger("ipam.processes.rounds", 2),
                PROCESSES,
                THREADS,
                Integer.getInteger("ipam.processes.steps", 3),
                Duration.ofMinutes(10));
    System.out.println(
        "%s: four processes of eight threads, %d stores, %d operations, %d overlapping pairs"
            .formatted(engine.label(), report.rounds(), report.operations(), report.overlapping()));
    assertThat(report.failures()).isEmpty();
    assertThat(report.passed()).as(report::toString).isTrue();
    assertThat(report.overlapping()).isPositive();
  }

  /** Rules IPAM-6.08 and 6.11: of a client that dies, others keep what is theirs, and go on. */
  @ForEachDatabase({Engine.POSTGRESQL, Engine.MARIADB, Engine.GALERA})
  void oneThatIsKilledStopsNobody(TestDatabase database, Engine engine) throws IOException {
    try (IpamDriver driver = Stores.open(database);
        ClientProcess victim =
            ClientProcess.start(
                "victim",
                THREADS,
                Long.MAX_VALUE,
                ReferenceUnderTest.settings(database.endpoint(1)))) {
      Load.prepare(driver);
      victim.awaitOpen();
      try (Load load = Load.start(THREADS, driver)) {
        victim.work();
        victim.read(100);
        victim.kill();
        assertThat(victim.readToEnd()).isEmpty();
        load.awaitMore(50);
        Map<IpAddress, Allocation> ours = load.stop();
        Map<IpAddress, Long> all = tokens(driver);
        ours.forEach(
            (address, allocation) -> assertThat(all.remove(address)).isEqualTo(allocation.token()));
        victim.held().forEach((address, token) -> assertThat(all.remove(address)).isEqualTo(token));
        // What is left was in flight.
        assertThat(all).hasSizeLessThanOrEqualTo(THREADS);
        System.out.println(
            "%s, client killed: %d of its allocations kept, %d in flight; others: %s"
                .formatted(engine.label(), victim.held().size(), all.size(), load));
      }
    }
  }

  private static Map<IpAddress, Long> tokens(IpamDriver driver) {
    Map<IpAddress, Long> tokens = new HashMap<>();
    Load.patiently(() -> Load.held(driver))
        .forEach((address, held) -> tokens.put(address, held.token()));
    return tokens;
  }
}
