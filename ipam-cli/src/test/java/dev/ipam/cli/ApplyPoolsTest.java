package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyPoolsTest {
  private static final String PLAN =
      """
      scopes:
        - {id: routed, family: ipv4, shared: true}
      subnet-pools:
        - id: servers
          scope: routed
          prefixes: [10.1.0.0/24, 10.0.0.0/24]
          min: 24
          default: 26
          max: 31
          quota: 200
        - {id: six, prefixes: ["2001:db8::/56"]}
      subnets:
        - id: a
          from-pool: servers
          project: x
          addresses:
            - {owner: router, gateway: true}
            - {owners: host-1..3}
        - id: b
          cidr: 10.0.0.128/25
          from-pool: servers
          project: y
          addresses:
            - {owner: printer, address: 10.0.0.200}
        - {id: link, from-pool: servers, prefix-length: 31, gateway: none, addresses: [{owners: [p, q]}]}
        - id: c
          from-pool: six
      addresses:
        - {owner: host-1, subnet: c, mac: 00:16:3e:11:22:33}
      """;

  @TempDir Path directory;
  private CliRunner cli;

  @BeforeEach
  void init() {
    cli = CliRunner.withStore(directory);
  }

  private CliRunner.Result apply(String plan, String... options) {
    cli.write("plan.yaml", plan);
    return cli.line(("apply plan.yaml " + String.join(" ", options)).strip());
  }

  private String cidr(String subnet) {
    return (String) cli.line("-o json subnet show " + subnet).succeeds().object().get("cidr");
  }

  private List<String> held(String subnet) {
    return cli.line("-o json address list " + subnet).succeeds().array().stream()
        .map(each -> each.get("address") + " " + each.get("owner"))
        .toList();
  }

  @Test
  void scopesPoolsAndSubnetsFromThemAreMadeAndASecondRunChangesNothing() {
    assertThat(apply(PLAN).succeeds().out())
        .startsWith(
            "Created 1 address scope, 2 subnet pools, 4 subnets and allocated 8 addresses in ");
    assertThat(cidr("a")).isEqualTo("10.0.0.0/26");
    assertThat(cidr("b")).isEqualTo("10.0.0.128/25");
    assertThat(cidr("link")).isEqualTo("10.0.0.64/31");
    assertThat(cidr("c")).isEqualTo("2001:db8::/64");
    assertThat(held("a"))
        .containsExactly(
            "10.0.0.1 router", "10.0.0.2 host-1", "10.0.0.3 host-2", "10.0.0.4 host-3");
    assertThat(held("link")).containsExactly("10.0.0.64 p", "10.0.0.65 q");
    assertThat(held("c")).containsExactly("2001:db8::216:3eff:fe11:2233 host-1");

    assertThat(apply(PLAN).succeeds().out())
        .isEqualTo("Nothing to do: 4 subnets and 8 addresses are there already.\n");
  }

  @Test
  void aRunThatWasCutShortIsFinishedAsIfItHadNotBeen() {
    int cut = PLAN.indexOf("  - {id: link");
    apply(PLAN.substring(0, cut)).succeeds();
    assertThat(apply(PLAN).succeeds().out()).contains("Created 2 subnets");
    assertThat(cidr("link")).isEqualTo("10.0.0.64/31");
  }

  @Test
  void aDryRunSaysWhichBlocksThereWouldBe() {
    Map<String, Object> report = apply(PLAN, "--dry-run -o json").succeeds().object();
    assertThat(report)
        .contains(
            entry("fits", true),
            entry("scopes_created", 1),
            entry("pools_created", 2),
            entry("subnets_created", 4));
    assertThat((List<?>) report.get("subnets"))
        .extracting("cidr")
        .containsExactly("10.0.0.0/26", "10.0.0.128/25", "10.0.0.64/31", "2001:db8::/64");
    assertThat(cli.line("-o json pool list").succeeds().array()).isEmpty();
  }

  @Test
  void aPoolIsChangedToWhatThePlanSays() {
    apply(PLAN).succeeds();
    String more = PLAN.replace("quota: 200", "quota: 250").replace("10.0.0.0/24]", "10.0.0.0/23]");
    assertThat(apply(more).succeeds().out()).contains("changed 1 subnet pool");
    assertThat(cli.line("-o json pool show servers").succeeds().object())
        .contains(
            entry("quota", 250),
            entry("prefixes", List.of("10.0.0.0/23", "10.1.0.0/24")),
            entry("scope_id", "routed"));
    assertThat(apply(more).succeeds().out()).startsWith("Nothing to do");
  }

  @Test
  void whatDoesNotFitIntoPoolOrQuotaChangesNothing() {
    CliRunner.Result quota =
        apply(PLAN.replace("quota: 200", "quota: 100")).exits(ExitCode.EXHAUSTED);
    assertThat(quota.err())
        .contains("plan.yaml:19: Project \"y\" asked for 128 units of subnet pool \"servers\"");
    String full = PLAN.replace("prefixes: [10.1.0.0/24, 10.0.0.0/24]", "prefixes: [10.0.0.128/25]");
    CliRunner.Result space =
        apply(
                full.replace("quota: 200", "quota: 0")
                    .replace("cidr: 10.0.0.128/25", "prefix-length: 25")
                    .replace("address: 10.0.0.200", "count: 1"))
            .exits(ExitCode.EXHAUSTED);
    assertThat(space.err()).contains("\"servers\" has no free block for a /25");
    assertThat(cli.line("-o json pool list").succeeds().array()).isEmpty();
    assertThat(cli.line("-o json scope list").succeeds().array()).isEmpty();
  }

  @Test
  void whatContradictsTheStoreIsNamedWithItsLine() {
    cli.line("scope create --id routed --family ipv4").succeeds();
    cli.line("pool create --id other --prefix 10.1.0.0/16 --scope routed").succeeds();
    cli.line("subnet create 10.9.0.0/24 --id b").succeeds();
    CliRunner.Result refused = apply(PLAN).exits(ExitCode.CONFLICT);
    assertThat(refused.err())
        .contains(
            "plan.yaml:2: Address scope \"routed\" exists with the shared false",
            "plan.yaml:4: Prefix 10.1.0.0/24 overlaps 10.1.0.0/16 of subnet pool \"other\"",
            "exists with the cidr 10.9.0.0/24",
            "exists with the subnet pool none, the plan says servers");
    assertThat(cli.line("-o json pool list").succeeds().array()).hasSize(1);
  }

  @Test
  void everyFaultOfAPlanIsNamedWithItsLine() {
    CliRunner.Result refused =
        apply(
                """
                scopes:
                  - {id: s, family: ipv5}
                subnet-pools:
                  - {id: p, prefixes: [10.0.0.1/24]}
                  - {id: q, prefixes: [10.0.0.0/24], min: 26, max: 25}
                  - {id: r, prefixs: [10.0.0.0/24]}
                  - {id: t, prefixes: [10.0.0.0/24], max: 28}
                  - {id: t, prefixes: [10.0.0.0/24]}
                subnets:
                  - {id: a, from-pool: t, prefix-length: 29}
                  - {from-pool: t}
                  - {id: b, cidr: 10.0.0.0/28, prefix-length: 28}
                  - id: c
                    from-pool: t
                    addresses: [{owner: x, address: 10.0.0.1}, {owner: y, mac: "00:16:3e:11:22:33"}]
                  - {id: d, from-pool: t, pools: [10.0.0.1-10.0.0.2]}
                """)
            .exits(ExitCode.INVALID);
    assertThat(refused.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("plan.yaml:2:").contains("ipv4 or ipv6"),
            line -> assertThat(line).startsWith("plan.yaml:4:").contains("10.0.0.0/24"),
            line -> assertThat(line).startsWith("plan.yaml:5:").contains("26, 26, 25"),
            line -> assertThat(line).startsWith("plan.yaml:6:").contains("did you mean"),
            line -> assertThat(line).startsWith("plan.yaml:6:").contains("no \"prefixes\""),
            line -> assertThat(line).startsWith("plan.yaml:8:").contains("stands here twice"),
            line -> assertThat(line).startsWith("plan.yaml:10:").contains("/8 to /28"),
            line -> assertThat(line).startsWith("plan.yaml:11:").contains("There is no \"id\""),
            line -> assertThat(line).startsWith("plan.yaml:12:").contains("goes with"),
            line -> assertThat(line).startsWith("plan.yaml:15:").contains("gets its CIDR"),
            line -> assertThat(line).startsWith("plan.yaml:15:").contains("IPv6 address"),
            line -> assertThat(line).startsWith("plan.yaml:16:").contains("not known yet"),
            line -> assertThat(line).startsWith("ipam: "));
  }
}
