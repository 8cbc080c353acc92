package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is malformed is named, in one sentence, and loses nothing. */
class BadInputTest {
  @TempDir static Path directory;
  @TempDir Path fresh;
  private static CliRunner store;

  private static CliRunner store() {
    if (store == null) {
      store = CliRunner.withStore(directory);
      store.line("subnet create 192.0.2.0/24 --id a").succeeds();
      store.line("subnet create 2001:db8::/64 --id b").succeeds();
      store.line("address allocate a --owner me").succeeds();
    }
    return store;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          subnet create 10.0.0.5/24                                     | 10.0.0.0/24
          subnet create 10.0.0/24                                       | "10.0.0/24"
          subnet create 10.0.0.0/33                                     | 33
          subnet create 10.0.0.0/-1                                     | "10.0.0.0/-1"
          subnet create 10.0.0.0                                        | "10.0.0.0"
          subnet create 010.0.0.0/8                                     | "010.0.0.0/8"
          subnet create fe80::%eth0/64                                  | "fe80::%eth0/64"
          subnet create 2001:db8::/129                                  | 128
          subnet create localhost/8                                     | "localhost/8"
          subnet create 10.0.0.0/24 --gateway 2001:db8::1               | 2001:db8::1
          subnet create 10.0.0.0/24 --gateway 10.0.0.255                | 10.0.0.255
          subnet create 10.0.0.0/24 --gateway first                     | "first"
          subnet create 10.0.0.0/24 --pool 10.0.0.9-10.0.0.2            | ends before it starts
          subnet create 10.0.0.0/24 --pool 10.0.0.9                     | "10.0.0.9"
          subnet create 10.0.0.0/24 --pool 10.0.1.1-10.0.1.2            | not within subnet
          subnet create 10.0.0.0/24 --pool 10.0.0.1-10.0.0.9            | gateway
          subnet create 10.0.0.0/24 --pool ::1-::2                      | pool
          subnet create 10.0.0.0/24 --policy fastest                    | "fastest"
          subnet create 10.0.0.0/24 --rest soon                         | "soon"
          subnet create 10.0.0.0/24 --rest -PT1S                        | zero
          subnet create 10.0.0.0/24 --rest 99999999999d                 | days
          address allocate a --address 192.0.3.1                        | 192.0.3.1
          address allocate a --address 192.0.2.255                      | 192.0.2.255
          address allocate a --address 192.0.2.256                      | "192.0.2.256"
          address allocate a --address ::ffff:192.0.2.1                 | ::ffff:
          address allocate a --mac 00:16:3e:11:22:33                    | 192.0.2.0/24
          address allocate b --mac 00:16:3e:11:22                       | "00:16:3e:11:22"
          address allocate b --mac 00:16:3e-11:22:33                    | mixes
          address allocate a --count 0                                  | 0 addresses
          address allocate a --count -1                                 | -1 addresses
          address allocate a --count 1048577                            | 1048577
          address release a 192.0.2.300                                 | "192.0.2.300"
          address find 192.0.2.0/24                                     | "192.0.2.0/24"
          address transfer a 1 --token 1 --to you                       | "1"
          """)
  void malformedValuesAreRefused(String words, String phrase) {
    store().line(words).fails(ExitCode.INVALID, phrase);
    assertUnchanged();
  }

  private static void assertUnchanged() {
    assertThat(store().line("-o csv address list a").succeeds().out().lines()).hasSize(2);
  }

  @Test
  void identifiersAreBounded() {
    store().run("address", "allocate", "a", "--owner", "").fails(ExitCode.INVALID, "owner");
    store().run("address", "allocate", "a", "--owner", " x").fails(ExitCode.INVALID, "white space");
    store().run("address", "allocate", "a", "--owner", "a\nb").fails(ExitCode.INVALID, "control");
    store()
        .run("address", "allocate", "a", "--key", "k".repeat(1 << 20))
        .fails(ExitCode.INVALID, "at most 255");
    store().run("subnet", "show", "x".repeat(1 << 20)).exits(ExitCode.NOT_FOUND);
    store().run("subnet", "create", "9".repeat(1 << 20)).fails(ExitCode.INVALID, "99999");
    assertUnchanged();
  }

  @Test
  void nothingThatIsNamedSteersTheTerminal() {
    String evil = "x\u009b2J\u202ey";
    for (String[] words :
        new String[][] {
          {"subnet", "show", evil},
          {"subnet", evil},
          {"address", "release", "a", evil},
          {"subnet", "create", "10.0.0.0/8", "--id", " " + evil},
          {"subnet", "create", "10.0.0.0/8", "--policy", evil},
          {"-c", evil, "subnet", "list"},
          {"reconcile", "--owners", evil}
        }) {
      assertThat(store().run(words).err()).startsWith("ipam: ").doesNotContain("\u009b", "\u202e");
    }
    CliRunner cli = CliRunner.withStore(fresh);
    cli.run("subnet", "create", "10.0.0.0/24", "--id", "x\u202ey").succeeds();
    assertThat(cli.run("subnet", "map", "x\u202ey").succeeds().out())
        .startsWith("x?y  10.0.0.0/24");
    assertThat(cli.line("subnet list").succeeds().out()).contains("x?y");
  }

  @Test
  void aMissingStoreIsNotMade() throws IOException {
    CliRunner cli = new CliRunner(fresh);
    cli.configure("ipam.builtin.path=" + fresh.resolve("nothing"));

    for (String words :
        new String[] {"subnet list", "subnet create 10.0.0.0/8", "driver show", "address list a"}) {
      cli.line(words).fails(ExitCode.NO_ACTIVE_STORE, "ipam init", "nothing");
    }
    try (Stream<Path> files = Files.list(fresh)) {
      assertThat(files).containsExactly(fresh.resolve(IpamCommand.DEFAULT_FILE));
    }
  }

  @Test
  void aForeignDirectoryIsNotTaken() throws IOException {
    Path foreign = Files.createDirectory(fresh.resolve("foreign"));
    Files.writeString(foreign.resolve("letter.txt"), "dear");
    CliRunner cli = new CliRunner(fresh);
    cli.configure("ipam.builtin.path=" + foreign);

    CliRunner.Result init = cli.line("init");
    assertThat(init.code()).isNotZero();
    assertThat(init.err().lines()).hasSize(1);
    assertThat(init.err()).contains("foreign").doesNotContain("Exception");
    try (Stream<Path> files = Files.list(foreign)) {
      assertThat(files).containsExactly(foreign.resolve("letter.txt"));
    }
  }

  @Test
  void aFileInPlaceOfAStoreIsRefused() throws IOException {
    Path file = Files.writeString(fresh.resolve("file"), "not a store");
    CliRunner cli = new CliRunner(fresh);
    cli.configure("ipam.builtin.path=" + file);

    for (String words : new String[] {"init", "subnet list"}) {
      CliRunner.Result result = cli.line(words);
      assertThat(result.code()).as(result.err()).isNotZero();
      assertThat(result.err().lines()).hasSize(1);
      assertThat(result.err()).contains(file.toString()).doesNotContain("Exception");
    }
    assertThat(file).hasContent("not a store");
  }
}
