package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {
  @TempDir Path directory;
  private CliRunner cli;

  @BeforeEach
  void make() {
    cli = new CliRunner(directory);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          foo                                       | 'ipam' takes no command 'foo'
          subnet crate                              | did you mean 'create'
          subnet                                    | Say which: create, list, show, map, update, delete
          subnet create                             | Give a CIDR, or --from-pool and --id
          subnet create 10.0.0.0/8 --gatway none    | did you mean '--gateway'
          subnet create 10.0.0.0/8 10.0.0.0/9       | takes no argument '10.0.0.0/9'
          subnet update a                           | Nothing to change: give --gateway or --pool
          address allocate a --count 2 --next       | mutually exclusive
          address allocate a --count many           | 'many' is not a whole number
          address allocate a --count 99999999999    | is not a whole number
          address release a                         | Give SUBNET and IP, or --owner alone
          address release                           | Give SUBNET and IP, or --owner alone
          address release --token 1                 | Give SUBNET and IP, or --owner alone
          address transfer a 10.0.0.1 --token x     | is not a whole number
          address transfer a 10.0.0.1 --to b        | Missing required option: '--token
          address find                              | Missing required argument
          address find 10.0.0.1 --owner a           | mutually exclusive
          -o xml subnet list                        | 'xml' is not one of table, json, csv
          --set ipam_driver subnet list             | should be in KEY=VALUE format
          completion fish                           | only for bash and zsh
          apply                                     | Missing required parameter: 'PLAN'
          scopes list                               | 'ipam' takes no command 'scopes'
          migrate --to reference status             | '--to' does not go with 'status'
          migrate --pause 5 --live resume           | '--pause' does not go with 'resume'
          migrate --from a abort                    | '--from' does not go with 'abort'
          migrate --dry-run adopt --force           | '--dry-run' does not go with 'adopt'
          -c a driver list -c b                     | '--config' is given twice
          -o csv driver -o csv list                 | '--output' is given twice
          """)
  void aWrongCommandLineIsExplainedInOneSentence(String words, String phrase) {
    cli.line(words).fails(ExitCode.USAGE, phrase, "--help'.");
  }

  @Test
  void aWrongCommandLineIsJsonWhereThatWasAskedFor() {
    for (String words :
        new String[] {
          "-o json subnet crate",
          "subnet crate -o json",
          "subnet crate --output=json",
          "-ojson subnet crate"
        }) {
      assertThat(cli.line(words).exits(ExitCode.USAGE).error())
          .containsEntry("code", "Usage")
          .containsEntry("outcome", "NOT_APPLIED")
          .containsEntry("retryable", false);
    }
  }

  @Test
  void whatIsQuotedIsBounded() {
    String huge = "x\u001b[2J".repeat(1 << 18);

    for (String[] args :
        new String[][] {
          {huge},
          {"--" + huge},
          {"subnet", huge},
          {"-o", huge, "subnet", "list"},
          {"--set", huge, "subnet", "list"},
          {"completion", huge},
          {"address", "allocate", "a", "--count", huge}
        }) {
      CliRunner.Result result = cli.run(args).fails(ExitCode.USAGE);
      assertThat(result.err()).hasSizeLessThan(700).doesNotContain("\u001b");
    }
  }

  @Test
  void helpIsForPeople() {
    assertThat(cli.run().succeeds().out()).startsWith("Usage: ipam").contains("quickstart");
    assertThat(cli.run("--help").succeeds().out()).isEqualTo(cli.run().out());
    assertThat(cli.line("subnet create --help").succeeds().out())
        .startsWith("Usage: ipam subnet create")
        .doesNotContain("\u001b");
    assertThat(cli.line("migrate --to reference status --help").succeeds().out())
        .startsWith("Usage: ipam migrate status");
    assertThat(cli.run("--version").succeeds().out()).startsWith("ipam ");
  }

  @Test
  void coloursAreForTerminalsThatWantThem() {
    cli.terminal = true;
    assertThat(cli.run("--help").succeeds().out()).contains("\u001b[");

    cli.environment.put("NO_COLOR", "1");
    assertThat(cli.run("--help").succeeds().out()).doesNotContain("\u001b");
    assertThat(cli.line("driver list").succeeds().out()).doesNotContain("\u001b");
  }

  @Test
  void anArgumentThatBeginsWithAnAtSignIsNoFile() {
    cli.write("args", "--version");

    cli.run("subnet", "show", "@" + directory.resolve("args")).fails(ExitCode.NO_ACTIVE_STORE);
  }

  @Test
  void completionKnowsTheCommands() {
    String bash = cli.line("completion bash").succeeds().out();

    assertThat(bash).contains("subnet").contains("allocate").contains("--dry-run");
    assertThat(cli.line("completion zsh").succeeds().out()).contains("compinit").contains(bash);
  }
}
