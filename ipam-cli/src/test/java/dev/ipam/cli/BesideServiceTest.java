package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a store that another process serves, and writes to all the time. */
class BesideServiceTest {
  @TempDir Path directory;
  private CliRunner cli;
  private ServingProcess service;

  @BeforeEach
  void serve() throws Exception {
    cli = CliRunner.withStore(directory);
    cli.line("scope create --id sc --family ipv4").succeeds();
    cli.line("pool create --id p --prefix 10.0.0.0/8 --scope sc --default 16").succeeds();
    cli.line("subnet create --from-pool p --id a --rest 1h").succeeds();
    cli.line("address allocate a --owner first").succeeds();
    cli.line("address allocate a --owner second").succeeds();
    cli.line("address release a 10.0.0.3").succeeds();
    // The service goes on in the other one, whose parts are as full as chance has it.
    cli.line("subnet create 172.16.0.0/24 --id still").succeeds();
    cli.line("address allocate still --count 3").succeeds();
    cli.write("owners", "first\n");
    cli.write("plan.yaml", "subnets:\n- {id: b, cidr: 192.168.0.0/24}\n");
    cli.line("export before.jsonl").succeeds();
    service = new ServingProcess(directory.resolve("store"));
    service.await(1);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private long allocated() {
    return Long.parseLong(
        cli.line("-o json subnet show a").succeeds().object().get("allocated").toString());
  }

  @Test
  void readingCommandsTellWhatIsThereNow() throws Exception {
    long acknowledged = service.await(50);
    long seen = allocated();
    assertThat(seen).isGreaterThan(acknowledged);
    // What it said before may be waiting still, and it with that: all of it is read.
    service.awaitCount(seen);
    assertThat(allocated()).isGreaterThan(seen);

    for (String words :
        new String[] {
          "driver show",
          "scope list",
          "scope show sc",
          "pool list",
          "pool show p",
          "subnet list",
          "subnet show a",
          "subnet map a",
          "address list a",
          "address find 10.0.0.2",
          "address find --owner service",
          "export after.jsonl",
          "check",
          "reconcile --owners owners",
          "apply plan.yaml --dry-run"
        }) {
      service.await(1);
      assertThat(cli.line(words).succeeds().out()).as(words).isNotEmpty();
    }
    assertThat(cli.line("init").succeeds().out()).contains("is there already");
    assertThat(cli.line("import --check after.jsonl").succeeds().out()).contains("allocations");
    assertThat(cli.line("subnet map a").succeeds().out()).contains("1 resting", "# none free");
    assertThat(cli.line("subnet map still").succeeds().out())
        .contains("3 taken", "# taken", "G gateway");
    assertThat(cli.line("address find 10.0.0.2").succeeds().out()).contains("first");
    assertThat(cli.line("reconcile --owners owners").succeeds().out()).contains("service");
    service.await(1);
  }

  @Test
  void theServiceIsMigratedThroughItsSocket() throws Exception {
    cli.line("migrate --to second").fails(ExitCode.UNAVAILABLE, Long.toString(service.pid()));
    Map<String, Object> report = cli.line("migrate --to second --live -o json").succeeds().object();
    assertThat(report).containsEntry("way", "import").containsEntry("epoch", 2);
    service.await(50);
    assertThat(
            cli.line("migrate status -o json").succeeds().array().stream()
                .filter(each -> each.get("driver").equals("builtin"))
                .toList())
        .allSatisfy(each -> assertThat(each).containsEntry("authority", "retired"))
        .hasSize(1);
  }

  @Test
  void writingCommandsSayWhoHasIt() throws Exception {
    for (String words :
        new String[] {
          "scope create --id t --family ipv4",
          "scope delete sc",
          "pool create --id q --prefix 192.168.0.0/16",
          "pool update p --default 20",
          "pool delete p",
          "subnet create 192.168.0.0/24",
          "subnet update a --gateway none",
          "subnet delete a --force",
          "address allocate a",
          "address release a 10.0.0.2",
          "address release --owner first",
          "address transfer a 10.0.0.2 --token 1 --to you",
          "apply plan.yaml",
          "import before.jsonl",
          "reconcile --owners owners --free"
        }) {
      cli.line(words)
          .fails(
              ExitCode.UNAVAILABLE,
              "in use by process " + service.pid(),
              directory.resolve("store").toString());
    }
    service.await(1);
    assertThat(cli.line("-o json address find 10.0.0.2").succeeds().array()).hasSize(1);
  }
}
