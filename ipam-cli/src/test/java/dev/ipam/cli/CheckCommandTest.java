package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir Path directory;
  private CliRunner cli;

  /** A store whose tables are in files: an import puts them there. */
  @BeforeEach
  void init() throws IOException {
    CliRunner origin = CliRunner.withStore(Files.createDirectory(directory.resolve("origin")));
    origin.line("subnet create 10.0.0.0/16 --id a").succeeds();
    origin.line("address allocate a --count 5000 --owner vm").succeeds();
    origin.line("export ../dump.jsonl").succeeds();
    cli = CliRunner.withStore(Files.createDirectory(directory.resolve("copy")));
    cli.line("import ../dump.jsonl").succeeds();
  }

  @Test
  void saysThatAStoreIsSound() {
    assertThat(cli.line("check").succeeds().out()).matches("The store is sound: \\d+ records .*\n");
    assertThat(cli.line("-o json check").succeeds().object())
        .contains(entry("sound", true), entry("problems", 0), entry("found", List.of()));
  }

  @Test
  void showsAPersonThatItIsAtWork() {
    cli.terminal = true;
    String shown = cli.line("check").exits(ExitCode.DONE).err();

    assertThat(shown).contains("\r0 problems found so far, ").endsWith("\r\033[K");
  }

  @Test
  void namesWhatIsWrongAndEndsWithEight() throws IOException {
    flipInTheLargestTable();

    CliRunner.Result json = cli.line("-o json check").exits(ExitCode.CORRUPT);
    assertThat(json.error()).containsEntry("code", "StoreCorrupt").containsKeys("part", "problem");
    CliRunner.Result text = cli.line("check").exits(ExitCode.CORRUPT);
    assertThat(text.err()).startsWith("ipam: The store at ").contains("is damaged in ");
    assertThat(text.err().lines()).hasSize(1);
    assertThat(text.out()).contains("PART", "PROBLEM", " problem");
    assertThat(json.object()).containsEntry("sound", false);
    cli.line("check").exits(ExitCode.CORRUPT);
    cli.readerHasGone = true;
    cli.line("check").exits(ExitCode.CORRUPT);
    cli.line("-o json check").exits(ExitCode.CORRUPT);
  }

  private void flipInTheLargestTable() throws IOException {
    Path largest = null;
    try (Stream<Path> files = Files.list(directory.resolve("copy/store/db"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".sst")).toList()) {
        largest = largest == null || Files.size(file) > Files.size(largest) ? file : largest;
      }
    }
    byte[] bytes = Files.readAllBytes(largest);
    bytes[bytes.length / 3] ^= 0x10;
    Files.write(largest, bytes);
  }

  @Test
  void aDriverOrStoreThatCannotBeCheckedIsSaidToBeNone() {
    cli.line("--set ipam.builtin.path=nowhere check").fails(ExitCode.NO_ACTIVE_STORE, "nowhere");
    cli.line("--set ipam_driver=faulty --set ipam.faulty.fails=corrupt check")
        .fails(ExitCode.CORRUPT, "row 7 is torn");
    cli.line("check now").fails(ExitCode.USAGE, "'now'");
  }
}
