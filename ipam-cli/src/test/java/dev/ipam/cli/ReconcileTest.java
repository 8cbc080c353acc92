package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcileTest {
  @TempDir Path directory;
  private final Instant start = Instant.now();
  private CliRunner cli;

  @BeforeEach
  void init() {
    cli = CliRunner.withStore(directory);
    cli.line("subnet create 192.0.2.0/24 --id a").succeeds();
    for (String owner : List.of("here", "gone", "gone")) {
      cli.line("address allocate a --owner " + owner).succeeds();
    }
    cli.line("address allocate a").succeeds();
  }

  /** Writes a list as if so long before the test began, however long it takes. */
  private void owners(Duration ago, String... owners) throws IOException {
    Path file = cli.write("owners", String.join("\n", owners) + "\n");
    Files.setLastModifiedTime(file, FileTime.from(start.minus(ago)));
  }

  private Map<String, Map<String, Object>> reconcile(String options) {
    Map<String, Map<String, Object>> byAddress = new java.util.TreeMap<>();
    for (Map<String, Object> row :
        cli.line("-o json reconcile --owners owners" + options).succeeds().array()) {
      byAddress.put(row.get("address").toString(), row);
    }
    return byAddress;
  }

  private long held() {
    return cli.line("-o csv address list a").succeeds().out().lines().count() - 1;
  }

  @Test
  void namesWhatIsHeldByOwnersThatAreGone() throws IOException {
    owners(Duration.ZERO, "here", "", "somebody else");

    assertThat(reconcile("")).containsOnlyKeys("192.0.2.3", "192.0.2.4");
    assertThat(cli.line("reconcile --owners owners").succeeds().out())
        .contains("Held by owners that are not on the list: 2.", "to be freed with --free: 0.");
    owners(Duration.ZERO, "here", "gone\r");
    assertThat(cli.line("reconcile --owners owners").succeeds().out())
        .isEqualTo("Nothing is held by an owner that is not on the list.\n");
    assertThat(held()).isEqualTo(4);
  }

  @Test
  void freesWhatWasSeenInTwoListsFarEnoughApart() throws IOException {
    owners(Duration.ofHours(3), "here");
    assertThat(reconcile(" --free").values()).noneMatch(row -> row.get("freed").equals(true));
    // The same list again says nothing new, however much later that is.
    assertThat(reconcile(" --free").values()).noneMatch(row -> row.get("ripe").equals(true));
    owners(Duration.ofMinutes(121), "here");
    assertThat(reconcile(" --free").values()).noneMatch(row -> row.get("ripe").equals(true));
    // Given to somebody new meanwhile, under another token.
    cli.line("address release a 192.0.2.4").succeeds();
    cli.line("address allocate a --address 192.0.2.4 --owner gone").succeeds();

    owners(Duration.ofMinutes(119), "here");
    assertThat(reconcile("").get("192.0.2.3")).containsEntry("ripe", true);
    assertThat(held()).isEqualTo(4);
    Map<String, Map<String, Object>> freed = reconcile(" --free");

    assertThat(freed.get("192.0.2.3")).containsEntry("freed", true);
    assertThat(freed.get("192.0.2.4")).containsEntry("freed", false);
    assertThat(held()).isEqualTo(3);
    assertThat(reconcile("")).containsOnlyKeys("192.0.2.4");
  }

  @Test
  void whatWasFreedBeforeAFailureIsTold() throws IOException {
    cli.configure(
        "ipam_driver=faulty", "ipam.faulty.fails=second-release", "ipam.faulty.store=" + directory);
    cli.line("init").succeeds();
    cli.line("subnet create 192.0.2.0/24 --id a").succeeds();
    for (String owner : List.of("here", "gone", "gone")) {
      cli.line("address allocate a --owner " + owner).succeeds();
    }
    owners(Duration.ofHours(3), "here");
    reconcile(" --free");
    owners(Duration.ZERO, "here");
    CliRunner.Result failed =
        cli.line("-o json reconcile --owners owners --free").exits(ExitCode.UNAVAILABLE);

    assertThat(failed.array()).extracting(row -> row.get("freed")).containsExactly(true, false);
    assertThat(failed.error()).containsEntry("outcome", "UNKNOWN");
    assertThat(failed.err()).contains("What was done before it stays");
    assertThat(held()).isEqualTo(2);
    assertThat(reconcile(" --free").values()).allMatch(row -> row.get("freed").equals(true));
  }

  @Test
  void howFarApartIsForTheOperatorToSay() throws IOException {
    owners(Duration.ofSeconds(100), "here");
    reconcile("");
    owners(Duration.ofSeconds(60), "here");
    assertThat(reconcile(" --apart 41s").get("192.0.2.3")).containsEntry("ripe", false);
    assertThat(reconcile(" --apart 39s").get("192.0.2.3")).containsEntry("ripe", true);
    cli.line("reconcile --owners owners --apart 0s").fails(ExitCode.USAGE, "one second or longer");
    cli.line("reconcile --owners owners --apart soon").fails(ExitCode.INVALID, "\"soon\"");
  }

  @Test
  void aListThatIsNoneIsRefused() throws IOException {
    cli.line("reconcile").fails(ExitCode.USAGE, "--owners");
    cli.line("reconcile --owners nowhere").fails(ExitCode.USAGE, "nowhere", "no such file");
    cli.line("reconcile --owners .").fails(ExitCode.USAGE, "cannot be used");
    owners(Duration.ZERO, "", "");
    cli.line("reconcile --owners owners").fails(ExitCode.INVALID, "names nobody");
    owners(Duration.ZERO, "here", " x");
    cli.line("reconcile --owners owners").fails(ExitCode.INVALID, "line 2", "white space");
    owners(Duration.ZERO, "here", "a\u0007b");
    cli.line("reconcile --owners owners").fails(ExitCode.INVALID, "line 2", "control character");
    owners(Duration.ZERO, "here", "x".repeat(256));
    cli.line("reconcile --owners owners").fails(ExitCode.INVALID, "line 2", "256 characters");
    owners(Duration.ZERO, "here", "x".repeat(1 << 20));
    cli.line("reconcile --owners owners").fails(ExitCode.INVALID, "line 2", "longer than 2000");
    Files.write(directory.resolve("owners"), new byte[] {'a', '\n', (byte) 0xff, (byte) 0xfe});
    cli.line("reconcile --owners owners").fails(ExitCode.INVALID, "line 1", "not UTF-8");
    assertThat(directory.resolve("ipam-leaks")).doesNotExist();
    assertThat(held()).isEqualTo(4);
  }

  /** Some editors begin a file with it. */
  @Test
  void aByteOrderMarkIsNoPartOfTheFirstOwner() throws IOException {
    owners(Duration.ZERO, "\uFEFFhere");
    assertThat(reconcile("")).containsOnlyKeys("192.0.2.3", "192.0.2.4");
    owners(Duration.ZERO, "\uFEFF");
    cli.line("reconcile --owners owners").fails(ExitCode.INVALID, "names nobody");
    cli.write("owners", "\uFEFF");
    cli.line("reconcile --owners owners").fails(ExitCode.INVALID, "names nobody");
  }

  @Test
  void whatWasSeenIsKeptPrivatelyAndBelievedOnlyWhenItIsWhole() throws IOException {
    Path state = directory.resolve("ipam-leaks");
    owners(Duration.ofHours(9), "here");
    reconcile("");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rw-------");
    String whole = Files.readString(state);
    owners(Duration.ZERO, "here");

    refused(whole.replaceFirst("end 2\n", ""), "its end is missing");
    refused(whole.replaceFirst("end 2\n", "end 3\n"), "\"end 3\"");
    refused(whole.replaceFirst("\n[^\n]*\n", "\n"), "\"end 2\"");
    refused(whole + "x\n", "stands after the end");
    refused(whole.replaceFirst("1 [0-9a-f]", "1 x"), "another store");
    refused(whole.replaceFirst("ipam-leaks 1", "ipam-leaks 2"), "not how such a file begins");
    refused(whole.replaceFirst("T", " "), "line 2", "no time or token");
    refused(whole.replaceFirst("192\\.0\\.2\\.3", "192.0.2.300"), "line 2", "192.0.2.300");
    refused(whole.replaceFirst("\t", "\t\t"), "line 2", "five fields");
    refused("", "its end is missing");
    refused("x".repeat(5_000), "line 1", "longer than");
    Files.writeString(state, whole);
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rw--w----"));
    cli.line("reconcile --owners owners --free").fails(ExitCode.INVALID, "others may use it");
    CliRunner.Result foreign = cli.line("reconcile --owners owners --free --state " + foreign());
    assertThat(foreign.code()).isIn(ExitCode.INVALID.number(), ExitCode.USAGE.number());
    assertThat(foreign.err()).containsAnyOf("belongs to somebody else", "access is denied");
    Files.move(state, directory.resolve("moved"));
    Files.createSymbolicLink(state, directory.resolve("moved"));
    cli.line("reconcile --owners owners --free").fails(ExitCode.INVALID, "not a regular file");
    assertThat(held()).isEqualTo(4);
    cli.line("reconcile --owners owners --state no/where").fails(ExitCode.USAGE, "no such file");
    cli.line("reconcile --owners owners --state moved --free").fails(ExitCode.INVALID, "others");

    Files.delete(state);
    Files.writeString(state, whole);
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rw-------"));
    reconcile(" --free");
    assertThat(held()).isEqualTo(2);
  }

  /** Whoever may not give a file away finds one that is not theirs. */
  private Path foreign() throws IOException {
    Path file = cli.write("foreign", "ipam-leaks 1 x\nend 0\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try {
      Files.setAttribute(file, "unix:uid", 54_321);
    } catch (FileSystemException e) {
      return Path.of("/etc/passwd");
    }
    return file;
  }

  /** Only its owner may use a file of this mode, by giving it another one. */
  @Test
  void aFileOfLeaksWithoutAnyRightIsNoReasonToFail() throws IOException {
    owners(Duration.ofHours(9), "here");
    reconcile("");
    Path state = directory.resolve("ipam-leaks");
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("---------"));

    // Whether it can be read is the system's to say.
    assertThat(cli.line("reconcile --owners owners").code())
        .isIn(ExitCode.DONE.number(), ExitCode.USAGE.number());
  }

  private void refused(String content, String... phrases) throws IOException {
    Path state = directory.resolve("ipam-leaks");
    Files.writeString(state, content);
    cli.line("reconcile --owners owners --free").fails(ExitCode.INVALID, phrases);
    assertThat(Files.readString(state)).isEqualTo(content);
  }
}
