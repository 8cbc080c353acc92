package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolAndScopeTest {
  @TempDir Path directory;
  private CliRunner cli;

  @BeforeEach
  void init() {
    cli = CliRunner.withStore(directory);
  }

  @Test
  void aPoolIsShownAsItWasCreatedWithWhatEachProjectHolds() {
    cli.line("scope create --id routed --family ipv4 --project net --shared").succeeds();
    Map<String, Object> created =
        cli.line(
                "-o json pool create --id p --prefix 10.0.1.0/24 --prefix 10.0.0.0/24 --min 24"
                    + " --default 26 --max 28 --quota 300 --scope routed --shared --project net")
            .succeeds()
            .object();
    assertThat(created)
        .containsExactly(
            entry("pool_id", "p"),
            entry("prefixes", List.of("10.0.0.0/23")),
            entry("min_prefix_length", 24),
            entry("default_prefix_length", 26),
            entry("max_prefix_length", 28),
            entry("quota", 300),
            entry("scope_id", "routed"),
            entry("shared", true),
            entry("project", "net"));

    cli.line("subnet create --from-pool p --id a --project x").succeeds();
    cli.line("subnet create 10.0.1.0/24 --from-pool p --id b --project y").succeeds();
    assertThat(cli.line("-o json subnet show a").succeeds().object())
        .contains(entry("cidr", "10.0.0.0/26"), entry("from_pool", "p"));
    assertThat(cli.line("-o json pool show p").succeeds().object())
        .contains(
            entry("capacity", 512),
            entry("allocated", 320),
            entry("free", 192),
            entry("subnets", 2),
            entry(
                "projects",
                List.of(
                    Map.of("project", "x", "allocated", 64, "quota_left", 236),
                    Map.of("project", "y", "allocated", 256, "quota_left", 44))));
    assertThat(cli.line("pool show p").succeeds().out())
        .containsPattern("PROJECT +ALLOCATED +QUOTA LEFT\nx +64 +236\ny +256 +44\n");

    cli.line("subnet create --from-pool p --prefix-length 25 --id c --project y")
        .fails(ExitCode.EXHAUSTED, "\"y\"", "256 of 300");
    cli.line("subnet create --from-pool p --prefix-length 30 --id c")
        .fails(ExitCode.INVALID, "/24 to /28");
    cli.line("subnet create 10.0.0.0/25 --from-pool p --id c")
        .fails(ExitCode.CONFLICT, "10.0.0.0/25 is not wholly free");
    cli.line("pool delete p").fails(ExitCode.CONFLICT, "2 subnets");
  }

  @Test
  void fractionsOfAUnitAreShownExactly() {
    cli.line("pool create --id six --prefix 2001:db8::/56").succeeds();
    cli.line("subnet create --from-pool six --prefix-length 127 --id link").succeeds();
    assertThat(cli.line("pool show six").succeeds().out())
        .contains("0.000000000000000000108420217248550443400745280086994171142578125");
    assertThat(cli.line("-o json pool show six").succeeds().out())
        .contains("\"allocated\" : 0.000000000000000000108420217248550443400745280086994");
  }

  @Test
  void aPoolIsChangedAndDeleted() {
    cli.line("scope create --id s --family ipv4").succeeds();
    cli.line("pool create --id p --prefix 10.0.0.0/24 --quota 64").succeeds();
    cli.line("subnet create --from-pool p --prefix-length 26 --id a").succeeds();
    cli.line("pool update p --prefix 10.0.1.0/24").fails(ExitCode.CONFLICT, "10.0.0.0/24", "\"a\"");
    Map<String, Object> updated =
        cli.line(
                "-o json pool update p --prefix 10.0.0.0/25 --prefix 10.0.1.0/24 --max 26"
                    + " --quota 0 --scope s --shared true")
            .succeeds()
            .object();
    assertThat(updated)
        .contains(
            entry("prefixes", List.of("10.0.0.0/25", "10.0.1.0/24")),
            entry("max_prefix_length", 26),
            entry("quota", null),
            entry("scope_id", "s"),
            entry("shared", true));
    cli.line("scope delete s").fails(ExitCode.CONFLICT, "1 subnet pool");
    cli.line("pool update p --no-scope").succeeds();
    assertThat(cli.line("scope delete s").succeeds().out()).isEqualTo("Deleted address scope s.\n");
    cli.line("subnet delete a").succeeds();
    assertThat(cli.line("-o json pool delete p").succeeds().object())
        .containsExactly(entry("pool_id", "p"));
    cli.line("pool show p").fails(ExitCode.NOT_FOUND, "\"p\"");
    assertThat(cli.line("-o json pool list").succeeds().array()).isEmpty();
    assertThat(cli.line("-o json scope list").succeeds().array()).isEmpty();
  }

  @Test
  void whatCannotBeIsRefusedInASentence() {
    cli.line("scope create --id s --family ipv5")
        .fails(ExitCode.INVALID, "\"ipv5\"", "ipv4 or ipv6");
    cli.line("scope create --id s --family ipv6").succeeds();
    cli.line("scope create --id s --family ipv6").fails(ExitCode.CONFLICT, "\"s\" exists already");
    cli.line("scope show t").fails(ExitCode.NOT_FOUND, "\"t\"");
    cli.line("pool create --id p --prefix 10.0.0.0/24 --scope s").fails(ExitCode.INVALID, "IPv6");
    cli.line("pool create --id p --prefix 10.0.0.0/24 --scope t")
        .fails(ExitCode.NOT_FOUND, "\"t\"");
    cli.line("pool create --id p --prefix 10.0.0.1/24").fails(ExitCode.INVALID, "10.0.0.0/24");
    cli.line("pool create --id p --prefix 10.0.0.0/8 --quota many")
        .fails(ExitCode.INVALID, "\"many\" is not a quota");
    cli.line("pool create --id p --prefix 10.0.0.0/8 --min 20 --max 19")
        .fails(ExitCode.INVALID, "20, 20, 19");
    cli.line("pool update p").fails(ExitCode.USAGE, "Nothing to change");
    cli.line("pool update p --scope s --no-scope").fails(ExitCode.USAGE, "--no-scope");
    cli.line("subnet create --from-pool p").fails(ExitCode.USAGE, "--id");
    cli.line("subnet create --id n").fails(ExitCode.USAGE, "--from-pool");
    cli.line("subnet create 10.0.0.0/24 --prefix-length 24")
        .fails(ExitCode.USAGE, "--prefix-length");
    cli.line("subnet create --from-pool p --id n").fails(ExitCode.NOT_FOUND, "\"p\"");
    cli.line("subnet create --from-pool p --id n --pool 10.0.0.1-10.0.0.2")
        .fails(ExitCode.INVALID, "its CIDR is not known yet");
  }

  @Test
  void anOverlapInAScopeNamesTheOtherPool() {
    cli.line("scope create --id s --family ipv4").succeeds();
    cli.line("pool create --id a --prefix 10.0.0.0/9 --scope s").succeeds();
    assertThat(
            cli.line("-o json pool create --id b --prefix 10.1.0.0/16 --scope s")
                .exits(ExitCode.CONFLICT)
                .error())
        .contains(
            entry("code", "PrefixOverlap"),
            entry("other_pool_id", "a"),
            entry("other_prefix", "10.0.0.0/9"));
  }
}
