package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubnetAndAddressTest {
  @TempDir Path directory;
  private CliRunner cli;

  @BeforeEach
  void init() {
    cli = CliRunner.withStore(directory);
  }

  @Test
  void initOnAStoreThatIsThereChangesNothing() {
    cli.line("subnet create 192.0.2.0/24 --id a").succeeds();

    assertThat(cli.line("init").succeeds().out()).contains("is there already; nothing changed.");
    assertThat(cli.line("-o json init").succeeds().object()).containsEntry("created", false);
    cli.line("subnet show a").succeeds();
  }

  @Test
  void aSubnetIsShownAsItWasCreated() {
    Map<String, Object> created =
        cli.line(
                "-o json subnet create 192.0.2.0/24 --id a --project p --gateway 192.0.2.254"
                    + " --pool 192.0.2.100-192.0.2.109 --pool 192.0.2.10-192.0.2.19 --policy lowest")
            .succeeds()
            .object();

    assertThat(created)
        .contains(
            entry("subnet_id", "a"),
            entry("cidr", "192.0.2.0/24"),
            entry("gateway", "192.0.2.254"),
            entry("policy", "lowest"),
            entry("project", "p"),
            entry("pools_generated", false),
            entry(
                "pools",
                List.of(
                    Map.of("first", "192.0.2.10", "last", "192.0.2.19"),
                    Map.of("first", "192.0.2.100", "last", "192.0.2.109"))));
    assertThat(cli.line("-o json subnet list").succeeds().array()).containsExactly(created);
    assertThat(cli.line("-o json subnet show a").succeeds().object())
        .containsAllEntriesOf(created)
        .contains(
            entry("capacity", 20), entry("free", 20), entry("allocated", 0), entry("resting", 0));
  }

  @Test
  void theIdIsTheCidrWhereNoneIsGiven() {
    cli.line("subnet create 2001:DB8:0::/64").succeeds();

    assertThat(cli.line("-o json address allocate 2001:db8::/64").succeeds().array())
        .singleElement()
        .satisfies(a -> assertThat(a).containsEntry("address", "2001:db8::2"));
  }

  @Test
  void anUpdateChangesGatewayAndPoolsAndNothingElse() {
    cli.line("subnet create 192.0.2.0/24 --id a").succeeds();

    assertThat(cli.line("-o json subnet update a --gateway none").succeeds().object())
        .contains(entry("gateway", null), entry("pools_generated", true));
    assertThat(cli.line("-o json subnet update a --pool none").succeeds().object())
        .containsEntry("pools", List.of());
    assertThat(cli.line("-o json subnet update a --pool generated").succeeds().object())
        .containsEntry("pools", List.of(Map.of("first", "192.0.2.1", "last", "192.0.2.254")));
    cli.line("subnet update a").fails(ExitCode.USAGE, "Nothing to change");
  }

  @Test
  void aSubnetWithAllocationsIsDeletedOnlyByForce() {
    cli.line("subnet create 192.0.2.0/24 --id a").succeeds();
    cli.line("address allocate a --count 3").succeeds();

    cli.line("subnet delete a").fails(ExitCode.CONFLICT, "\"a\"", "3");
    assertThat(cli.line("subnet delete a --force").succeeds().out())
        .isEqualTo("Deleted subnet a and the allocations in it: 3.\n");
    cli.line("subnet show a").fails(ExitCode.NOT_FOUND, "\"a\" does not exist");
  }

  @Test
  void everyKindOfAllocation() {
    cli.line("subnet create 192.0.2.0/24 --id a").succeeds();
    cli.line("subnet create 2001:db8::/64 --id b").succeeds();

    assertAllocates("address allocate a --owner me", "192.0.2.2", "any");
    assertAllocates("address allocate a --address 192.0.2.77", "192.0.2.77", "specific");
    assertAllocates("address allocate a --next", "192.0.2.3", "prefer_next");
    assertAllocates("address allocate a --gateway", "192.0.2.1", "gateway");
    assertAllocates(
        "address allocate b --mac 00:16:3e:11:22:33", "2001:db8::216:3eff:fe11:2233", "automatic");
    assertThat(cli.line("-o json address allocate a --count 2").succeeds().array())
        .extracting(each -> each.get("address"))
        .containsExactly("192.0.2.4", "192.0.2.5");
    assertAllocates("address allocate a b --address 2001:db8::9", "2001:db8::9", "specific");
  }

  private void assertAllocates(String words, String address, String kind) {
    assertThat(cli.line("-o json " + words).succeeds().array())
        .singleElement()
        .satisfies(
            each ->
                assertThat(each)
                    .contains(entry("address", address), entry("kind", kind))
                    .containsKeys("subnet_id", "owner", "token", "allocated_at"));
  }

  @Test
  void aKeyMakesARetryReturnTheSame() {
    cli.line("subnet create 192.0.2.0/24 --id a").succeeds();
    String first = cli.line("-o json address allocate a --key k").succeeds().out();

    assertThat(cli.line("-o json address allocate a --key k").succeeds().out()).isEqualTo(first);
    cli.line("address allocate a --key k --owner other").fails(ExitCode.CONFLICT, "\"k\"");
  }

  @Test
  void aReleaseSaysWhatItDid() {
    cli.line("subnet create 192.0.2.0/24 --id a").succeeds();
    cli.line("address allocate a --owner me").succeeds();

    cli.line("address release a 192.0.2.2 --owner you")
        .fails(ExitCode.CONFLICT, "192.0.2.2", "\"a\"");
    assertThat(cli.line("address release a 192.0.2.2 --owner me").succeeds().out())
        .isEqualTo("Released 192.0.2.2 in a.\n");
    assertThat(cli.line("address release a 192.0.2.2").succeeds().out())
        .isEqualTo("Nothing was released: 192.0.2.2 is not allocated in a.\n");
    assertThat(cli.line("-o json address release a 192.0.2.2").succeeds().array()).isEmpty();
    cli.line("address release x 192.0.2.2").fails(ExitCode.NOT_FOUND, "\"x\"");
  }

  @Test
  void everythingOfAnOwnerIsReleasedAtOnce() {
    cli.line("subnet create 192.0.2.0/24 --id a").succeeds();
    cli.line("address allocate a --owner me --count 30").succeeds();
    cli.line("address allocate a --owner you").succeeds();

    assertThat(cli.line("address release --owner me").succeeds().out())
        .startsWith("Released 192.0.2.2 in a, 192.0.2.3 in a")
        .endsWith(" and 10 more.\n");
    assertThat(cli.line("address release --owner me").succeeds().out())
        .isEqualTo("Nothing was released: owner me holds no address.\n");
    assertThat(cli.line("-o json address list a").succeeds().array()).hasSize(1);
  }

  @Test
  void aTransferNeedsTheToken() {
    cli.line("subnet create 192.0.2.0/24 --id a").succeeds();
    Object token =
        cli.line("-o json address allocate a --owner me").succeeds().array().get(0).get("token");

    cli.line("address transfer a 192.0.2.2 --token 999 --to you").fails(ExitCode.CONFLICT);
    assertThat(
            cli.line("-o json address transfer a 192.0.2.2 --token " + token + " --to you")
                .succeeds()
                .array()
                .get(0))
        .containsEntry("owner", "you");
  }

  @Test
  void addressesAreFoundByThemselvesAndByOwner() {
    cli.line("subnet create 192.0.2.0/24 --id a").succeeds();
    cli.line("subnet create 192.0.2.0/25 --id b").succeeds();
    cli.line("address allocate a --address 192.0.2.9 --owner me").succeeds();
    cli.line("address allocate b --address 192.0.2.9").succeeds();

    assertThat(cli.line("-o json address find 192.0.2.9").succeeds().array())
        .extracting(each -> each.get("subnet_id"))
        .containsExactly("a", "b");
    assertThat(cli.line("-o json address find --owner me").succeeds().array()).hasSize(1);
    assertThat(cli.line("-o json address find 192.0.2.10").succeeds().array()).isEmpty();
    assertThat(cli.line("address find 192.0.2.10").succeeds().out()).startsWith("SUBNET ID");
  }

  @Test
  void exhaustedSaysHowMuchIsFree() {
    cli.line("subnet create 192.0.2.0/30 --id a").succeeds();
    cli.line("address allocate a").succeeds();

    cli.line("address allocate a").fails(ExitCode.EXHAUSTED, "\"a\"", "0 free");
    Map<String, Object> error =
        cli.line("-o json address allocate a --count 2").exits(ExitCode.EXHAUSTED).error();
    assertThat(error)
        .contains(
            entry("code", "NoAddressAvailable"),
            entry("outcome", "NOT_APPLIED"),
            entry("retryable", false),
            entry("requested", 2),
            entry("free", 0));
  }

  @Test
  void theSameIdAgainIsAConflict() {
    cli.line("subnet create 192.0.2.0/30 --id a").succeeds();

    cli.line("subnet create 192.0.2.0/30 --id a").fails(ExitCode.CONFLICT, "\"a\"");
    cli.line("address allocate a --address 192.0.2.1").succeeds();
    cli.line("address allocate a --address 192.0.2.1")
        .fails(ExitCode.CONFLICT, "192.0.2.1", "allocated already");
  }

  @Test
  void driverShowTellsOfTheStore() {
    assertThat(cli.line("-o json driver show").succeeds().object())
        .containsEntry("driver", "builtin")
        .containsEntry("location", directory.resolve("store").toString())
        .containsKeys("store_id", "format", "capabilities");
  }
}
