package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ipam.Ipam;
import dev.ipam.IpamBuilder;
import dev.ipam.migrate.OpenedStore;
import dev.ipam.spi.Authority;
import dev.ipam.spi.AuthorityState;
import dev.ipam.spi.StoreRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The switch by command, between the built-in driver and a second one of its kind. */
class MigrateTest {
  @TempDir Path directory;
  private CliRunner cli;

  @BeforeEach
  void fill() {
    cli = new CliRunner(directory);
    configure("builtin");
    cli.run("init").succeeds();
    cli.line("subnet create 10.0.0.0/24 --id a").succeeds();
    cli.line("address allocate a --count 5 --owner me").succeeds();
  }

  private void configure(String driver) {
    cli.configure(
        "ipam_driver=" + driver,
        "ipam.migration=manual",
        "ipam.builtin.path=" + directory.resolve("one"),
        "ipam.builtin.durability=os",
        "ipam.second.path=" + directory.resolve("two"),
        "ipam.second.durability=os");
  }

  private Map<String, Object> standing(String driver) {
    return cli.line("migrate status -o json").succeeds().array().stream()
        .filter(each -> each.get("driver").equals(driver))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void thereAndBack() {
    Map<String, Object> report = cli.line("migrate --to second -o json").succeeds().object();
    assertThat(report).containsEntry("way", "import").containsEntry("epoch", 2);
    assertThat(standing("builtin"))
        .containsEntry("authority", "retired")
        .containsEntry("knows_what_it_misses", true);
    assertThat(standing("second")).containsEntry("authority", "active");
    cli.line("verify builtin second").succeeds();

    cli.line("address allocate a")
        .fails(ExitCode.CONFLICT, "ipam.migration is manual", "set ipam_driver back to second");
    configure("second");
    cli.line("address allocate a --owner later").succeeds();
    assertThat(cli.line("verify builtin second").exits(ExitCode.NOT_AS_IT_MUST_BE).out())
        .contains("10.0.0.7 of subnet \"a\"");
    cli.readerHasGone = true;
    cli.line("verify builtin second").exits(ExitCode.NOT_AS_IT_MUST_BE);
    cli.line("migrate status").exits(ExitCode.DONE);
    cli.readerHasGone = false;
    assertThat(cli.line("migrate --to builtin").succeeds().out())
        .contains("Set ipam_driver=builtin")
        .contains("by changes");
    configure("builtin");
    assertThat(cli.line("address find --owner later").succeeds().out()).contains("10.0.0.7");
    cli.line("purge builtin --yes").fails(ExitCode.CONFLICT, "active");
    cli.line("purge second").fails(ExitCode.USAGE, "--yes");
    assertThat(cli.line("purge second --yes").succeeds().out()).contains("Removed 1 ");
    assertThat(standing("second")).containsEntry("authority", "unused");
  }

  /** It may be the authority. */
  @Test
  void aStoreThatCannotBeLookedAtIsNotTakenForNone() {
    String wrong = "--set ipam.second.durability=maybe ";
    assertThat(cli.line(wrong + "migrate status -o json").succeeds().array())
        .anySatisfy(
            row ->
                assertThat(row.toString()).contains("driver=second").contains("\"maybe\" is not"));
    cli.line(wrong + "migrate --to reference --dry-run")
        .fails(ExitCode.INVALID, "second", "\"maybe\" is not", "--from");
    assertThat(cli.line("--set ipam.second.path= migrate status").succeeds().out())
        .contains("it is empty");
    cli.line("--set ipam.builtin.durability=memory migrate status")
        .fails(ExitCode.INVALID, "ends with the program");
    String rest =
        "--set ipam.reference.url=jdbc:sqlite:" + directory.resolve("x.db") + " --from builtin";
    cli.line(wrong + "migrate --to reference --dry-run " + rest).succeeds();
  }

  @Test
  void programsAreToldWhatWasDone() {
    assertThat(cli.line("backup saved -o json").succeeds().object())
        .containsExactly(entry("directory", directory.resolve("saved").toString()));
    cli.line("migrate --to second").succeeds();
    assertThat(cli.line("purge builtin --yes -o json").succeeds().object())
        .contains(entry("driver", "builtin"), entry("removed", 1))
        .containsKey("store_id");
    assertThat(cli.line("migrate adopt second --force -o csv").succeeds().out())
        .startsWith("driver,store_id,authority,epoch\r\nsecond,")
        .endsWith(",active,2\r\n");
    cli.configure("ipam.builtin.path=" + directory.resolve("again"));
    assertThat(cli.line("restore saved -o json").succeeds().object())
        .contains(entry("driver", "builtin"), entry("authority", "retired"));
  }

  @Test
  void whatIsListedOfManyDifferencesSaysHowManyThereAre() {
    cli.line("subnet create 10.1.0.0/20 --id b").succeeds();
    cli.line("migrate --to second").succeeds();
    configure("second");
    cli.line("address allocate b --count 1100").succeeds();

    assertThat(cli.line("verify builtin second -o json").exits(ExitCode.NOT_AS_IT_MUST_BE).array())
        .hasSize(1_000)
        .allSatisfy(
            row ->
                assertThat(((Number) row.get("differences")).longValue())
                    .isGreaterThanOrEqualTo(1_100));
  }

  @Test
  void aDryRunChangesNothing() {
    Map<String, Object> preview =
        cli.line("migrate --to second --dry-run -o json").succeeds().object();
    assertThat(preview)
        .containsEntry("way", "import")
        .containsEntry("subnets", 1)
        .containsEntry("allocations", 5)
        .containsEntry("overwritten_subnets", 0);
    assertThat(Files.exists(directory.resolve("two"))).isFalse();
    assertThat(standing("builtin")).containsEntry("authority", "active");
  }

  @Test
  void anOpeningWithTheOtherDriverSaysWhatToRun() {
    configure("second");
    cli.line("init").fails(ExitCode.CONFLICT, "ipam migrate --to second --from builtin");
  }

  @Test
  void whatIsNotUnderWayCannotBeGoneOnWith() {
    cli.line("migrate resume").fails(ExitCode.INVALID, "migrate status");
    cli.line("migrate abort").fails(ExitCode.INVALID, "migrate status");
    cli.line("migrate --to builtin --from builtin").fails(ExitCode.USAGE, "same driver");
    cli.line("migrate").fails(ExitCode.USAGE, "--to");
  }

  /** A service that is killed leaves its shadow as it is. */
  @Test
  void aShadowWhoseServiceIsGoneIsFreed() {
    IpamBuilder builder =
        Ipam.builder()
            .set("ipam.builtin.path", directory.resolve("one").toString())
            .set("ipam.second.path", directory.resolve("two").toString());
    OpenedStore serving = builder.openStore("builtin", false);
    StoreRef of = serving.ref();
    serving.driver().close();
    OpenedStore shadow = builder.openStore("second", true);
    Authority authority = shadow.authority();
    authority.change(authority.state(), new AuthorityState.Shadow(of, 1, null));
    shadow.driver().close();
    assertThat(standing("second")).containsEntry("authority", "shadow");

    assertThat(cli.line("migrate abort -o json").succeeds().object())
        .containsEntry("from", of.toString())
        .containsEntry("from_authority", "active")
        .containsEntry("to_authority", "retired");

    assertThat(standing("second")).containsEntry("authority", "retired");
    assertThat(standing("builtin")).containsEntry("authority", "active");
    cli.line("address allocate a").succeeds();
    cli.line("migrate abort").fails(ExitCode.INVALID, "migrate status");
  }

  /** It was killed between its two changes: both stores have retired, each for the other. */
  @Test
  void aGivingUpThatWasCutShortIsDoneAgain() {
    IpamBuilder builder =
        Ipam.builder()
            .set("ipam.builtin.path", directory.resolve("one").toString())
            .set("ipam.second.path", directory.resolve("two").toString());
    OpenedStore one = builder.openStore("builtin", false);
    OpenedStore two = builder.openStore("second", true);
    Authority source = one.authority();
    AuthorityState closing =
        new AuthorityState.Closing(1, two.ref(), source.now().plusSeconds(600));
    source.change(new AuthorityState.Active(1), closing);
    source.change(closing, new AuthorityState.Retired(1, two.ref(), null));
    two.authority()
        .change(new AuthorityState.Unused(), new AuthorityState.Retired(1, one.ref(), null));
    String from = one.ref().toString();
    one.driver().close();
    two.driver().close();

    assertThat(cli.line("migrate abort -o json").succeeds().object())
        .containsEntry("from", from)
        .containsEntry("from_authority", "active")
        .containsEntry("to_authority", "retired");

    cli.line("address allocate a").succeeds();
    cli.line("migrate abort").fails(ExitCode.INVALID, "migrate status");
  }

  /** The process may be killed at any moment; what it has copied is no store. */
  @Test
  void aRestoreThatWasCutShortIsDoneAgainAndNothingElse() throws IOException {
    cli.line("backup saved").succeeds();
    Path path = Files.createDirectories(directory.resolve("again/db")).getParent();
    Files.copy(directory.resolve("saved/db/CURRENT"), path.resolve("db/CURRENT"));
    String line = "ipam-builtin 1 d4a3c0a5-6d3b-4e6b-9a3a-0c2f5f1f7a10 restoring";
    CRC32 checksum = new CRC32();
    checksum.update(line.getBytes(StandardCharsets.US_ASCII));
    String format = line + String.format(Locale.ROOT, " %08x\n", checksum.getValue());
    Files.writeString(path.resolve("FORMAT"), format);
    cli.configure("ipam.builtin.path=" + path, "ipam.builtin.durability=os");

    for (String words :
        new String[] {"init", "--set ipam.create=if-missing subnet list", "check"}) {
      cli.line(words).fails(ExitCode.INVALID, path.toString(), "ipam restore");
    }
    assertThat(path.resolve("FORMAT")).hasContent(format);
    assertThat(path.resolve("db/CURRENT")).exists();
    cli.line("restore saved").succeeds();
    assertThat(standing("builtin")).containsEntry("authority", "retired");
    cli.line("migrate adopt --force").exits(ExitCode.DONE);
    assertThat(cli.line("address find --owner me -o json").succeeds().array()).hasSize(5);
    cli.line("check").succeeds();
    cli.line("restore saved").fails(ExitCode.CONFLICT, "again");
  }

  @Test
  void aRestoreThatHadOnlyBegunIsDoneAgain() throws IOException {
    cli.line("backup saved").succeeds();
    Path path = Files.createDirectory(directory.resolve("again"));
    Files.createFile(path.resolve("ipam.lock"));
    cli.configure("ipam.builtin.path=" + path, "ipam.builtin.durability=os");

    cli.line("restore saved").succeeds();
  }

  @Test
  void aStaleStoreIsTakenForTrueOnPurposeOnly() {
    cli.line("migrate --to second").succeeds();
    cli.line("migrate adopt").fails(ExitCode.USAGE, "--force");
    assertThat(cli.line("migrate adopt --force").exits(ExitCode.DONE).out())
        .contains("the authority now, in epoch 3");
    cli.line("address allocate a").succeeds();
  }

  @Test
  void aBackupIsRestoredAsAStoreThatDoesNotServeUntilItIsAdopted() {
    cli.line("backup saved").succeeds();
    cli.line("backup saved").fails(ExitCode.CONFLICT, "saved");
    cli.line("address allocate a --owner after").succeeds();
    cli.line("restore saved").fails(ExitCode.CONFLICT, "one");
    cli.configure("ipam.builtin.path=" + directory.resolve("again"), "ipam.builtin.durability=os");
    // Of the second driver nothing is set.
    assertThat(cli.line("migrate status").succeeds().out()).doesNotContain("second");
    cli.line("restore " + directory.resolve("one")).fails(ExitCode.INVALID, "BACKUP", "missing");
    cli.line("restore saved").succeeds();
    assertThat(standing("builtin")).containsEntry("authority", "retired");
    cli.line("address allocate a").fails(ExitCode.NO_ACTIVE_STORE, "retired");
    cli.line("migrate adopt --force").exits(ExitCode.DONE);
    assertThat(cli.line("address find --owner me -o json").succeeds().array()).hasSize(5);
    assertThat(cli.line("address find --owner after -o json").succeeds().array()).isEmpty();
    Map<String, Object> next = cli.line("address allocate a -o json").succeeds().array().get(0);
    assertThat(((Number) next.get("token")).longValue()).isGreaterThan(1L << 32);
    cli.line("check").succeeds();
  }
}
