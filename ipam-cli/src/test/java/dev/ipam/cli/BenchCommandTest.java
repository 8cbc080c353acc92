package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
  private static final String SERVER =
      " --driver reference --set ipam.reference.url=jdbc:postgresql://127.0.0.1:1/x";

  @TempDir Path directory;
  private CliRunner cli;

  @BeforeEach
  void init() {
    cli = new CliRunner(directory);
    cli.configure(
        "ipam.builtin.path=" + directory.resolve("store"),
        "ipam.reference.url=jdbc:sqlite:" + directory.resolve("sql.db"));
  }

  @ParameterizedTest
  @CsvSource({"builtin,append and fdatasync", "reference,insert of one row and commit"})
  void aDriverIsMeasuredBesideItsLimitAndNothingStays(String driver, String limit)
      throws IOException {
    CliRunner.Result result = cli.line("bench --quick -o csv --driver " + driver);

    List<String> lines = result.succeeds().out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "callers,limit,limit_per_second,store_per_second,ratio,lowest,highest,p50_us,p99_us");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).startsWith("1," + limit);
    assertThat(lines.get(2)).startsWith("32,");
    for (String line : lines.subList(1, 3)) {
      assertThat(line).doesNotContain(",0,");
    }
    assertThat(files()).containsExactly(IpamCommand.DEFAULT_FILE);
  }

  @Test
  void aStoreThatAnotherProcessHasIsMeasuredAllTheSame() throws Exception {
    cli.line("init").succeeds();
    cli.line("subnet create 10.0.0.0/8 --id a").succeeds();
    try (ServingProcess service = new ServingProcess(directory.resolve("store"))) {
      service.await(1);
      assertThat(cli.line("bench --quick").succeeds().out())
          .contains("Driver builtin, on the disk of " + directory);
      service.await(1);
    }
  }

  @Test
  void aStoreOnAServerIsMeasuredOnlyWhereThatIsSaid() {
    CliRunner.Result refused = cli.line("bench" + SERVER);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("is on a server: say --in-store");
    CliRunner.Result unreachable = cli.line("bench --in-store" + SERVER);
    assertThat(unreachable.code()).isEqualTo(7);
    assertThat(unreachable.err()).containsPattern("^Measuring in subnet ipam_bench_\\p{XDigit}+ ");
    assertThat(cli.line("-o json bench --in-store" + SERVER).error()).containsKey("code");
  }

  @Test
  void aDirectoryThatIsNotThereIsAnError() {
    CliRunner.Result result = cli.line("bench --quick --directory nowhere");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("nothing can be measured: there is no such file");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }
}
