package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportImportTest {
  @TempDir Path directory;
  private CliRunner cli;
  private CliRunner other;

  @BeforeEach
  void init() throws IOException {
    cli = CliRunner.withStore(Files.createDirectory(directory.resolve("one")));
    other = CliRunner.withStore(Files.createDirectory(directory.resolve("two")));
    cli.line("scope create --id sc --family ipv4").succeeds();
    cli.line("pool create --id p --prefix 10.0.0.0/16 --scope sc --default 24").succeeds();
    cli.line("subnet create --from-pool p --id a").succeeds();
    cli.line("address allocate a --count 5 --owner vm --key k").succeeds();
  }

  @Test
  void whatIsImportedIsExportedTheSame() throws IOException {
    assertThat(cli.line("-o json export dump.jsonl.gz").succeeds().object())
        .containsExactly(
            entry("scopes", 1),
            entry("pools", 1),
            entry("subnets", 1),
            entry("allocations", 5),
            entry("keys", 1),
            entry("records", 11));
    cli.line("export dump.jsonl").succeeds();
    Path dump = directory.resolve("one").resolve("dump.jsonl");
    assertThat(other.run("import", "--check", dump + ".gz").succeeds().out())
        .containsPattern("allocations +5");
    other.run("import", dump + ".gz").succeeds();
    other.line("export dump.jsonl").succeeds();

    assertThat(Files.mismatch(dump, directory.resolve("two").resolve("dump.jsonl"))).isEqualTo(-1);
    assertThat(other.line("address find --owner vm").succeeds().out()).contains("10.0.0.2");
  }

  @Test
  void showsHowFarItIsToAPersonOnly() {
    cli.terminal = true;
    assertThat(cli.line("export dump.jsonl").exits(ExitCode.DONE).err()).contains("/5 allocations");
    other.terminal = true;
    String dump = directory.resolve("one").resolve("dump.jsonl").toString();
    assertThat(other.run("import", dump).exits(ExitCode.DONE).err()).contains(" bytes");
  }

  @Test
  void whatCannotBeImportedIsRefusedAndChangesNothing() throws IOException {
    cli.line("export dump.jsonl").succeeds();
    Path dump = directory.resolve("one").resolve("dump.jsonl");
    cli.run("import", dump.toString()).fails(ExitCode.CONFLICT, "import into an empty store");
    Path damaged = directory.resolve("damaged.jsonl");
    Files.writeString(damaged, Files.readString(dump).replace("vm", "wm"));
    other
        .run("import", damaged.toString())
        .fails(ExitCode.INVALID, "line 13", "do not match the checksum");
    other.run("import", "--check", damaged.toString()).fails(ExitCode.INVALID, "line 13");
    other.line("import nowhere.jsonl").fails(ExitCode.USAGE, "there is no such file");
    cli.line("export nowhere/dump.jsonl").fails(ExitCode.USAGE, "no such file");

    assertThat(other.line("-o json subnet list").succeeds().out()).doesNotContain("{");
    other.run("import", dump.toString()).succeeds();
  }

  @Test
  void onlyADumpIsReplacedByAnother() throws IOException {
    Path letter = cli.write("letter", "dear\n");
    cli.line("export letter").fails(ExitCode.USAGE, "letter", "no dump");
    assertThat(letter).hasContent("dear\n");
    Path link = Files.createSymbolicLink(directory.resolve("one/link"), letter);
    cli.line("export link").fails(ExitCode.USAGE, "link", "not a regular file");
    assertThat(link).isSymbolicLink();
    assertThat(letter).hasContent("dear\n");
    Path socket = directory.resolve("one/socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      cli.line("export socket").fails(ExitCode.USAGE, "socket", "not a regular file");
      assertThat(Files.isRegularFile(socket)).isFalse();
    }

    cli.write("empty", "");
    cli.line("export empty").succeeds();
    cli.line("export empty").succeeds();
    cli.line("export packed.gz").succeeds();
    cli.line("export packed.gz").succeeds();
    assertThat(Files.readString(directory.resolve("one/empty"))).contains("vm");
  }

  @Test
  void aFileThatIsNoDumpIsSaidToBeNone() {
    Path file = other.write("x.jsonl", "hello\n");
    other.run("import", file.toString()).fails(ExitCode.INVALID, "line 1", "is no dump");
  }
}
