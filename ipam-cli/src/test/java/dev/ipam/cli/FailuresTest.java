package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
  @TempDir Path directory;
  private CliRunner cli;

  @BeforeEach
  void chooseFaultyDriver() {
    cli = new CliRunner(directory);
    cli.configure("ipam_driver=faulty", "ipam.faulty.password=hush-hush");
  }

  @ParameterizedTest
  @CsvSource({
    "memory, 1, not enough memory, UNKNOWN, false",
    "stack, 1, run it again with --debug, UNKNOWN, false",
    "unexpected, 1, IllegalStateException: line one line two true, UNKNOWN, false",
    "corrupt, 8, row 7 is torn, NOT_APPLIED, false",
    "format, 3, /store, NOT_APPLIED, false",
    "used, 7, in use by process 4711 (java), NOT_APPLIED, true",
    "retired, 9, \"reference\", NOT_APPLIED, false",
    "unavailable, 7, no route to host, UNKNOWN, true"
  })
  void everyFailureIsOneSentenceAndHasItsExitCode(
      String how, int code, String phrase, String outcome, boolean retryable) {
    CliRunner.Result text = cli.line("--set ipam.faulty.fails=" + how + " subnet list");
    CliRunner.Result json = cli.line("-o json --set ipam.faulty.fails=" + how + " subnet list");

    assertThat(text.code()).isEqualTo(code);
    assertThat(text.out()).isEmpty();
    assertThat(text.err().lines()).hasSize(1);
    assertThat(text.err()).startsWith("ipam: ").contains(phrase).doesNotContain("\tat ");
    assertThat(json.code()).isEqualTo(code);
    assertThat(json.error())
        .contains(entry("outcome", outcome), entry("retryable", retryable))
        .containsKeys("code", "message");
  }

  @Test
  void aStackTraceIsForThoseWhoAskForIt() {
    assertThat(cli.line("--debug subnet list").exits(ExitCode.UNEXPECTED).err())
        .startsWith("ipam: Something unexpected went wrong")
        .contains("\tat dev.ipam.cli.FaultyProvider.open");
    assertThat(cli.line("-o json subnet list").exits(ExitCode.UNEXPECTED).err())
        .doesNotContain("\tat ");
  }

  @Test
  void secretsAreNeverPrinted() {
    cli.environment.put("IPAM_FAULTY_PASSWORD", "hush-hush");

    for (String words :
        new String[] {
          "--debug subnet list",
          "-o json --debug subnet list",
          "driver list -o json",
          "--set ipam.faulty.passwort=hush-hush subnet list",
          "--set ipam.faulty.password=hush-hush" + "!".repeat(9_000) + " subnet list",
          inUrl("postgresql://me:hush-hush@127.0.0.1:1/x") + " --debug subnet list",
          inUrl("postgresql://me:hush/hush-hush@127.0.0.1:1/x") + " subnet list",
          inUrl("mariadb://me:hush-hush@127.0.0.1:1/x") + " -o json subnet list",
          inUrl("mariadb://me:hush-hush@127.0.0.1:1/x") + " migrate status"
        }) {
      CliRunner.Result result = cli.line(words);
      assertThat(result.out() + result.err()).as(words).isNotEmpty().doesNotContain("hush-hush");
    }
  }

  private static String inUrl(String rest) {
    return "--set ipam_driver=reference --set ipam.reference.url=jdbc:" + rest;
  }

  @Test
  void anUnknownDriverIsNotReplaced() {
    cli.line("--set ipam_driver=biultin subnet list")
        .fails(ExitCode.INVALID, "\"biultin\"", "found: builtin, faulty, reference");
    Map<String, Object> error =
        cli.run("-o", "json", "--set", "ipam_driver=" + "x".repeat(8_000), "subnet", "list")
            .exits(ExitCode.INVALID)
            .error();
    assertThat(error).containsEntry("code", "DriverNotFound");
    assertThat(error.toString()).hasSizeLessThan(3_000);
  }

  @Test
  void driversAreListedWhateverTheyAreLike() {
    String table = cli.line("driver list").succeeds().out();

    assertThat(table).contains("builtin", "faulty", "purpose.").doesNotContain("\u001b");
    assertThat(cli.line("-o json driver list").succeeds().array())
        .anySatisfy(
            each ->
                assertThat(each)
                    .contains(entry("name", "faulty"), entry("chosen", true))
                    .containsKeys("aliases", "origin", "problem", "most_capabilities"));
    assertThat(cli.line("-o csv driver list").succeeds().out())
        .startsWith("name,chosen,description,aliases,problem,origin,most_capabilities\r\n")
        .contains("faulty,true,\"Fails, \"\"quoted\"\"");
  }

  @Test
  void outputThatCannotBeWrittenIsAFailureUnlessTheReaderHasLeft() {
    assertThat(withOutput("No space left on device").code()).isEqualTo(1);
    assertThat(withOutput("No space left on device").err())
        .isEqualTo(
            "ipam: Standard output cannot be written (No space left on device); what the command"
                + " changed stays changed.\n");
    assertThat(withOutput("Broken pipe").code()).isZero();
    assertThat(withOutput("Broken pipe").err()).isEmpty();
  }

  private CliRunner.Result withOutput(String failure) {
    StringWriter err = new StringWriter();
    PrintWriter out =
        new PrintWriter(
            OutputFailure.reportedBy(
                new java.io.OutputStream() {
                  @Override
                  public void write(int b) throws IOException {
                    throw new IOException(failure);
                  }
                }),
            true,
            StandardCharsets.UTF_8);
    Surroundings surroundings =
        new Surroundings(
            out, new PrintWriter((Writer) err, true), directory, Map.of(), false, false);
    int code = new Cli(surroundings).run("driver", "list");
    return new CliRunner.Result(java.util.List.of(), code, "", err.toString());
  }
}
