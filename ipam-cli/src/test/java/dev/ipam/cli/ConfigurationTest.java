package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.DriverRegistry;
import dev.ipam.spi.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  @TempDir Path directory;

  private String chosen(CliRunner cli, String options) {
    String words = options.contains("driver ") ? options : options + " -o json driver list";
    return cli.line(words.strip()).succeeds().array().stream()
        .filter(driver -> driver.get("chosen").equals(true))
        .map(driver -> driver.get("name").toString())
        .findFirst()
        .orElse("(none)");
  }

  @Test
  void fileThenEnvironmentThenOptions() {
    CliRunner cli = new CliRunner(directory);
    assertThat(chosen(cli, "")).isEqualTo("builtin");

    cli.configure("ipam_driver = faulty");
    assertThat(chosen(cli, "")).isEqualTo("faulty");

    cli.write("other.properties", "ipam_driver = builtin\n");
    assertThat(chosen(cli, "-c other.properties")).isEqualTo("builtin");

    cli.environment.put("IPAM_DRIVER", "builtin");
    assertThat(chosen(cli, "")).isEqualTo("builtin");

    assertThat(chosen(cli, "--set ipam_driver=builtin --set ipam_driver=faulty"))
        .isEqualTo("faulty");
  }

  @Test
  void settingsAddUpWhereverTheyStand() {
    CliRunner cli = new CliRunner(directory);
    String list = "-o json driver list";
    assertThat(chosen(cli, "--set ipam_driver=faulty " + list + " --set ipam.create=never"))
        .isEqualTo("faulty");
    assertThat(chosen(cli, "--set ipam_driver=builtin " + list + " --set ipam_driver=faulty"))
        .isEqualTo("faulty");
    assertThat(
            chosen(
                cli,
                "--set ipam.create=never -o json driver --set ipam_driver=faulty list --set"
                    + " ipam.faulty.fails=nothing"))
        .isEqualTo("faulty");
  }

  @Test
  void theStoreMayBeNamedByTheEnvironment() {
    CliRunner cli = new CliRunner(directory);
    cli.environment.put("IPAM_BUILTIN_PATH", directory.resolve("there").toString());

    assertThat(cli.line("init").succeeds().out()).contains(directory.resolve("there").toString());
  }

  @Test
  void whatCannotBeUsedIsNamed() {
    CliRunner cli = new CliRunner(directory);

    cli.line("-c missing.properties subnet list").fails(ExitCode.INVALID, "missing.properties");
    cli.line("--set ipam.biultin.path=/x subnet list")
        .fails(ExitCode.INVALID, "\"ipam.biultin.path\"", "ipam.builtin.path");
    cli.line("--set path=/x subnet list").fails(ExitCode.INVALID, "\"path\"");
    cli.line("--set ipam.builtin.durability=maybe subnet list")
        .fails(ExitCode.INVALID, "ipam.builtin.durability", "maybe");
    cli.line("--set ipam.builtin.path= subnet list").fails(ExitCode.INVALID, "ipam.builtin.path");
    cli.line("--set ipam.create=always subnet list").fails(ExitCode.INVALID, "never or if-missing");
    cli.configure("ipam.builtin.path = a", "ipam.builtin.path = b");
    cli.line("subnet list").fails(ExitCode.INVALID, "ipam.builtin.path", "twice");
    cli.configure("ipam.builtin.path = \\uZZZZ");
    cli.line("subnet list").fails(ExitCode.INVALID, "\\u escape");
  }

  /** Rule 6.16: what a command made in such a store would be gone with it. */
  @Test
  void aStoreThatEndsWithItsProgramIsNotForCommands() {
    CliRunner cli = new CliRunner(directory);
    String memory = "--set ipam.builtin.durability=memory ";
    for (String command : List.of("init", "subnet list", "check", "backup b", "restore b")) {
      cli.line(memory + command)
          .fails(ExitCode.INVALID, "ipam.builtin.durability", "ends with the program");
    }
    // Nor may one be migrated to.
    cli.line(memory + "--set ipam_driver=reference init")
        .fails(ExitCode.INVALID, "ipam.builtin.durability");
  }

  /** A row of the table of keys: key, environment, default, meaning. */
  private static final Pattern ROW =
      Pattern.compile("\\| `(ipam[^`]*)` \\| (?:`([^`]*)`|-) \\| (?:`([^`]*)`|-) \\| (.*) \\|");

  @Test
  void theDocumentationListsEveryKeyAsItIs() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("../docs/configuration.md")).stream()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .map(row -> String.join(" | ", row.group(1), row.group(2) + "", row.group(3) + ""))
            .sorted()
            .toList();

    TreeMap<String, String> real = new TreeMap<>();
    for (Setting each : DriverRegistry.load(getClass().getClassLoader()).settings()) {
      if (!each.key().matches("ipam\\.(faulty|second)\\..*")) {
        real.put(
            each.key(),
            String.join(" | ", each.key(), each.environment() + "", each.defaultValue() + ""));
      }
    }
    assertThat(documented).containsExactlyElementsOf(real.values());
  }
}
