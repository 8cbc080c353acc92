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

class ConformanceCommandTest {
  @TempDir Path directory;
  private CliRunner cli;

  @BeforeEach
  void init() {
    cli = new CliRunner(directory);
  }

  @Test
  void aDriverThatKeepsTheRulesPassesAndOthersSeeIt() throws IOException {
    // A configuration that would break the driver, and would name a store in use, is not looked at.
    cli.configure("ipam_driver=faulty", "ipam.faulty.fails=corrupt", "ipam.faulty.store=mine");
    cli.environment.put("IPAM_FAULTY_STORE", "mine");

    CliRunner.Result result =
        cli.line("conformance faulty --set ipam.faulty.fails=nothing --report out --seed 7");

    assertThat(result.succeeds().out())
        .startsWith("faulty, version ")
        .contains("seed 7", "3 Addresses", "check model", "✓ Passed.")
        .doesNotContain("✗");
    assertThat(files())
        .containsExactly("TEST-ipam-conformance.xml", "conformance.html", "conformance.json");
  }

  @Test
  void aDriverThatBreaksARuleEndsWith10AndIsTold() throws IOException {
    CliRunner.Result result =
        cli.line("conformance faulty --set ipam.faulty.fails=usage --report out");

    assertThat(result.code()).isEqualTo(10);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("✗ Failed.", "✗ IPAM-2.02 failed", "no usage");
    for (String name : files()) {
      String text = Files.readString(directory.resolve("out").resolve(name));
      assertThat(text).contains("no usage").doesNotContain(System.getProperty("user.dir"));
      if (!name.endsWith(".json")) {
        assertThat(text).doesNotContain("<b>no usage");
      }
    }
  }

  @Test
  void onlyTheRulesAndChecksThatAreNamedAreRun() {
    CliRunner.Result result =
        cli.line("conformance faulty --set ipam.faulty.fails=nothing --rules IPAM-2.02,1.* -o csv");

    assertThat(result.succeeds().out().lines())
        .anyMatch(line -> line.contains("IPAM-2.02,must,passed"))
        .anyMatch(line -> line.contains("IPAM-1.21,must,passed"))
        .anyMatch(line -> line.contains("IPAM-2.03,must,not_proven"));
  }

  @Test
  void whoStopsReadingGetsTheVerdictAllTheSame() {
    cli.readerHasGone = true;
    for (String format : List.of("table", "json", "csv")) {
      cli.line("conformance faulty --set ipam.faulty.fails=usage --rules 2.02 -o " + format)
          .exits(ExitCode.NOT_AS_IT_MUST_BE);
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(directory.resolve("out"))) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          conformance biultin                                       | "biultin" | found: builtin
          conformance faulty --set ipam.faulty.fails=used           | cannot be opened on a new store | process 4711
          conformance builtin --set ipam.builtin.path=here          | ipam.builtin.path | {store}
          conformance builtin --set ipam.builtin.paht=here          | ipam.builtin.paht | no driver that is checked
          conformance builtin reference --set ipam.faulty.fails=x   | ipam.faulty.fails | no driver that is checked
          """)
  void whatCannotBeTriedIsSaid(String line, String first, String second) {
    cli.line(line).fails(ExitCode.INVALID, first, second);
  }

  @Test
  void aDriverThatThrowsWhenItIsOpenedIsNamedWithWhatItThrew() {
    CliRunner.Result result = cli.line("conformance faulty");
    assertThat(result.code()).isEqualTo(ExitCode.INVALID.number());
    assertThat(result.err())
        .contains("\"faulty\" cannot be opened on a new store", "IllegalStateException: line one");
  }

  @Test
  void aWrongCommandLineIsSaid() {
    cli.line("conformance").fails(ExitCode.USAGE, "DRIVER");
    cli.line("conformance builtin --effort huge").fails(ExitCode.USAGE, "huge", "default or long");
    cli.line("conformance builtin --rules 2.02,9.99").fails(ExitCode.USAGE, "9.99", "a chapter");
    cli.line("conformance builtin --seed x").fails(ExitCode.USAGE, "--seed");
  }

  @Test
  void noStoreIsLeftBehind() throws IOException {
    long before = leftovers();
    cli.line("conformance builtin --set ipam.builtin.path=here").fails(ExitCode.INVALID);
    assertThat(leftovers()).isEqualTo(before);
  }

  private static long leftovers() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (Stream<Path> all = Files.list(temporary)) {
      return all.filter(file -> file.getFileName().toString().startsWith("ipam-conformance-"))
          .count();
    }
  }
}
