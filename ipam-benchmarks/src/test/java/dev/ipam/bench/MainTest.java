package dev.ipam.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is asked for wrongly is one sentence. */
class MainTest {
  @TempDir Path directory;

  private static String refused(String... args) {
    StringWriter said = new StringWriter();
    CommandLine command = Main.command().setErr(new PrintWriter(said, true));
    assertThat(command.execute(args)).isEqualTo(2);
    return said.toString();
  }

  @Test
  void aScenarioThatIsNoneIsNamed() {
    assertThat(refused("run", "--effort", "smoke", "builtin-pol"))
        .isEqualTo("bench: No scenario is called builtin-pol; 'bench list' names them.\n");
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    String below = file.resolve("below").toString();
    assertThat(refused("run", "--effort", "smoke", "--directory", below, "builtin-memory"))
        .startsWith("bench: ")
        .contains(file.toString())
        .hasLineCount(1);
  }
}
