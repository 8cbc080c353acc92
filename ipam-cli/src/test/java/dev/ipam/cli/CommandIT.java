package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.Ipam;
import dev.ipam.request.Allocation;
import dev.ipam.request.Subnet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command as a process of its own. */
class CommandIT {
  private static final int KILLS = 3;
  private static final int MOST_STORES = 6;

  private static final String PLAN =
      Path.of("../examples/data-centre.yaml").toAbsolutePath().normalize().toString();

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void useWhatIsPackaged() throws IOException {
    environment.put("IPAM_LIB", Launched.lib(directory.resolve("lib")).toString());
  }

  private Launched ipam(Path where, String... args) throws Exception {
    return Launched.run(Launched.LAUNCHER, where, environment, args);
  }

  private static Ipam open(Path where) {
    return Ipam.builder().set("ipam.builtin.path", where.resolve("ipam-data").toString()).open();
  }

  /** Every allocation; where the policy is random, only whose it is. */
  private static List<String> state(Path where) {
    List<String> state = new ArrayList<>();
    try (Ipam ipam = open(where);
        Stream<Subnet> subnets = ipam.subnets()) {
      for (Subnet subnet : subnets.toList()) {
        state.add(subnet.toString());
        boolean random = subnet.policy().name().equals("RANDOM");
        try (Stream<Allocation> allocations = ipam.allocations(subnet.id())) {
          List<String> held =
              allocations.map(a -> (random ? "" : a.address() + " ") + a.owner()).toList();
          state.addAll(random ? held.stream().sorted().toList() : held);
        }
      }
    }
    return state;
  }

  private static long allocated(Path where) {
    try (Ipam ipam = open(where);
        Stream<Subnet> subnets = ipam.subnets()) {
      return subnets
          .mapToLong(
              subnet -> {
                try (Stream<Allocation> allocations = ipam.allocations(subnet.id())) {
                  return allocations.count();
                }
              })
          .sum();
    }
  }

  @Test
  void aRunThatIsKilledIsCompletedByTheNextOne() throws Exception {
    Path straight = Files.createDirectory(directory.resolve("straight"));
    assertThat(ipam(straight, "init").code()).isZero();
    Launched applied = ipam(straight, "apply", PLAN);
    assertThat(applied.err()).isEmpty();
    assertThat(applied.out()).startsWith("Created ");
    long total = allocated(straight);

    int middle = 0;
    for (int i = 0; middle == 0 && i < MOST_STORES; i++) {
      Path killed = Files.createDirectory(directory.resolve("killed-" + i));
      assertThat(ipam(killed, "init").code()).isZero();
      for (int kill = 0; kill < KILLS && killAtWork(killed); kill++) {
        middle += allocated(killed) < total ? 1 : 0;
      }
      assertThat(ipam(killed, "apply", PLAN).code()).isZero();
      assertThat(state(killed)).isEqualTo(state(straight));
      assertThat(ipam(killed, "apply", PLAN).out()).startsWith("Nothing to do: ");
    }
    assertThat(middle).as("runs that were killed in the middle").isPositive();
  }

  /**
   * Kills a run as soon as it shows progress, as it does on a terminal; by then it may be over.
   *
   * @return whether it had anything to do
   */
  private boolean killAtWork(Path where) throws Exception {
    Map<String, String> onTerminal = new HashMap<>(environment);
    onTerminal.put("IPAM_JAVA_OPTIONS", "-Dipam.terminals=err");
    Process process =
        Launched.builder(Launched.LAUNCHER, where, onTerminal, "apply", PLAN)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream err = process.getErrorStream()) {
      int said = err.read();
      process.destroyForcibly();
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(said).as("progress").isIn(-1, (int) '\r');
      return said >= 0;
    }
  }

  @Test
  void aStoreInUseIsRefusedNamingWhoHasIt() throws Exception {
    Path there = Files.createDirectory(directory.resolve("there"));
    assertThat(ipam(there, "init").code()).isZero();
    try (Ipam ipam = open(there)) {
      Launched refused = ipam(there, "subnet", "create", "10.0.0.0/8");

      assertThat(refused.code()).isEqualTo(ExitCode.UNAVAILABLE.number());
      assertThat(refused.err().lines()).hasSize(1);
      assertThat(refused.err())
          .startsWith("ipam: ")
          .contains(there.resolve("ipam-data").toString(), "" + ProcessHandle.current().pid());
      assertThat(ipam.subnets()).isEmpty();
    }
    assertThat(ipam(there, "subnet", "create", "10.0.0.0/8").code()).isZero();
  }

  @Test
  void theTourWorksFromThePackagedCommand() throws Exception {
    Launched tour = ipam(directory, "quickstart");

    assertThat(tour.err()).isEmpty();
    assertThat(tour.code()).isZero();
    assertThat(tour.out()).startsWith("A tour of ipam").doesNotContain("\u001b");
  }

  @Test
  void tooLittleMemoryIsSaidInOneSentence() throws Exception {
    Path plan = directory.resolve("large.yaml");
    StringBuilder text = new StringBuilder("subnets:\n- {id: s, cidr: 10.0.0.0/8, addresses: [\n");
    for (int i = 0; i < 400_000; i++) {
      text.append("{owner: owner-number-").append(i).append("},\n");
    }
    Files.writeString(plan, text.append("]}\n"));
    assertThat(ipam(directory, "init").code()).isZero();
    environment.put("IPAM_JAVA_OPTIONS", "-Xmx48m");

    Launched failed = ipam(directory, "apply", plan.toString());

    assertThat(failed.code()).as(failed.err()).isEqualTo(1);
    assertThat(failed.err().lines()).hasSize(1);
    assertThat(failed.err()).startsWith("ipam: There is not enough memory");
  }
}
