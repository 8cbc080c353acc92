package dev.ipam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyTest {
  private static final String PLAN =
      """
      subnets:
        - id: a
          cidr: 192.0.2.0/24
          pools: [192.0.2.10-192.0.2.19]
          addresses:
            - {owner: router, gateway: true}
            - {owner: printer, address: 192.0.2.12}
            - {owners: host-1..3}
            - {owner: vip, count: 2}
        - id: b
          cidr: 2001:db8::/64
      addresses:
        - {owner: host-1, subnets: [b], mac: 00:16:3e:11:22:33}
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

  private String addresses(String subnet) {
    return cli.line("-o csv address list " + subnet).succeeds().out();
  }

  private List<String> held(String subnet) {
    return cli.line("-o json address list " + subnet).succeeds().array().stream()
        .map(each -> each.get("address") + " " + each.get("owner"))
        .toList();
  }

  @Test
  void aPlanIsCarriedOutAndASecondRunChangesNothing() {
    assertThat(apply(PLAN).succeeds().out())
        .startsWith("Created 2 subnets and allocated 8 addresses in ")
        .endsWith("; unchanged: 0 subnets, 0 addresses.\n");
    assertThat(held("a"))
        .containsExactly(
            "192.0.2.1 router",
            "192.0.2.10 host-1",
            "192.0.2.11 host-2",
            "192.0.2.12 printer",
            "192.0.2.13 host-3",
            "192.0.2.14 vip",
            "192.0.2.15 vip");
    assertThat(held("b")).containsExactly("2001:db8::216:3eff:fe11:2233 host-1");
    String before = addresses("a");

    assertThat(apply(PLAN).succeeds().out())
        .isEqualTo("Nothing to do: 2 subnets and 8 addresses are there already.\n");
    assertThat(addresses("a")).isEqualTo(before);
  }

  @Test
  void whatWasReleasedIsAllocatedAgainAndWhatIsHeldStays() {
    apply(PLAN).succeeds();
    cli.line("address release a 192.0.2.15").succeeds();
    cli.line("address release a 192.0.2.12").succeeds();

    assertThat(apply(PLAN).succeeds().out())
        .contains("allocated 2 addresses", "unchanged: 2 subnets, 6 addresses");
    assertThat(held("a"))
        .contains("192.0.2.12 printer", "192.0.2.14 vip", "192.0.2.16 vip")
        .hasSize(7);
  }

  @Test
  void anOwnersAddressFromElsewhereCounts() {
    cli.line("subnet create 192.0.2.0/24 --id a --pool 192.0.2.10-192.0.2.19").succeeds();
    cli.line("address allocate a --owner host-2 --address 192.0.2.200").succeeds();

    assertThat(apply(PLAN).succeeds().out()).contains("allocated 7 addresses");
    assertThat(held("a")).contains("192.0.2.200 host-2").hasSize(7);
  }

  @Test
  void aDryRunSaysWhatItWouldDoAndDoesNothing() {
    assertThat(apply(PLAN, "--dry-run").succeeds().out())
        .contains("create")
        .endsWith(
            "Would create 2 subnets and allocate 8 addresses; unchanged: 0 subnets, 0 addresses.\n");
    cli.line("subnet show a").fails(ExitCode.NOT_FOUND);

    Map<String, Object> report = apply(PLAN, "--dry-run -o json").succeeds().object();
    assertThat(report)
        .contains(
            entry("dry_run", true),
            entry("fits", true),
            entry("subnets_created", 2),
            entry("addresses_allocated", 8));
    assertThat((List<?>) report.get("subnets"))
        .first()
        .isEqualTo(
            Map.of(
                "subnet_id",
                "a",
                "cidr",
                "192.0.2.0/24",
                "action",
                "create",
                "allocate",
                7,
                "unchanged",
                0,
                "free_before",
                10,
                "free_after",
                4,
                "fits",
                true));
  }

  @Test
  void aPlanThatDoesNotFitChangesNothing() {
    String plan = PLAN.replace("count: 2", "count: 7");

    CliRunner.Result applied = apply(plan).exits(ExitCode.EXHAUSTED);
    assertThat(applied.err().lines())
        .containsExactly(
            "plan.yaml:2: Subnet \"a\" has 10 free addresses in its pools and needs 11; enlarge it"
                + " or move owners elsewhere.",
            "ipam: The plan plan.yaml does not fit into 1 subnet; nothing was changed.");
    cli.line("subnet show a").fails(ExitCode.NOT_FOUND);

    CliRunner.Result dry = apply(plan, "--dry-run").exits(ExitCode.EXHAUSTED);
    assertThat(dry.out()).contains("false");
    cli.readerHasGone = true;
    apply(plan, "--dry-run").exits(ExitCode.EXHAUSTED);
    apply(plan, "--dry-run -o json").exits(ExitCode.EXHAUSTED);
    cli.readerHasGone = false;
    assertThat(apply(plan, "-o json").exits(ExitCode.EXHAUSTED).error())
        .contains(entry("code", "PlanDoesNotFit"), entry("file", "plan.yaml"));
  }

  @Test
  void whatFitsExactlyFits() {
    apply(PLAN.replace("count: 2", "count: 6")).succeeds();
    assertThat(held("a")).hasSize(11);
    apply(PLAN.replace("count: 2", "count: 7")).exits(ExitCode.EXHAUSTED);
  }

  @Test
  void gatewayAndPoolsThatThePlanSaysAreUpdated() {
    apply(PLAN).succeeds();
    String changed =
        PLAN.replace("pools: [192.0.2.10-192.0.2.19]", "pools: [192.0.2.50-192.0.2.59]")
            .replace("      - {owner: router, gateway: true}\n", "")
            .replace("cidr: 192.0.2.0/24", "cidr: 192.0.2.0/24\n    gateway: 192.0.2.254");

    assertThat(apply(changed).succeeds().out()).contains("Created 0 subnets, updated 1");
    assertThat(cli.line("-o json subnet show a").succeeds().object())
        .containsEntry("gateway", "192.0.2.254")
        .containsEntry("pools", List.of(Map.of("first", "192.0.2.50", "last", "192.0.2.59")));
    assertThat(apply(changed).succeeds().out()).startsWith("Nothing to do");
  }

  @Test
  void whatThePlanDoesNotSayStays() {
    apply(PLAN).succeeds();
    cli.line("subnet update b --gateway none").succeeds();

    assertThat(apply(PLAN).succeeds().out()).startsWith("Nothing to do");
    assertThat(cli.line("-o json subnet show b").succeeds().object())
        .containsEntry("gateway", null);
  }

  @Test
  void conflictsWithTheStoreAreAllReportedBeforeAnythingIsChanged() {
    cli.line("subnet create 192.0.2.0/25 --id b").succeeds();
    cli.line("subnet create 192.0.2.0/24 --id a --policy lowest --project p").succeeds();
    cli.line("address allocate a --owner thief --address 192.0.2.12").succeeds();
    cli.line("address allocate a --address 192.0.2.1").succeeds();
    String plan = PLAN.replace("cidr: 192.0.2.0/24", "cidr: 192.0.2.0/24\n    project: q");
    String before = addresses("a");

    CliRunner.Result result = apply(plan).exits(ExitCode.CONFLICT);
    assertThat(result.err().lines())
        .satisfiesExactly(
            l -> assertThat(l).startsWith("plan.yaml:2: ").contains("project p", "says q"),
            l -> assertThat(l).startsWith("plan.yaml:11: ").contains("192.0.2.0/25"),
            l -> assertThat(l).contains("contradicts the store in 2 places; nothing was changed"));

    result =
        apply(
            plan.replace("project: q", "project: p")
                .replace("id: b", "id: c")
                .replace("[b]", "[c]"));
    assertThat(result.exits(ExitCode.CONFLICT).err().lines())
        .satisfiesExactly(
            l -> assertThat(l).startsWith("plan.yaml:7: 192.0.2.1 ").contains("nobody by name"),
            l -> assertThat(l).startsWith("plan.yaml:8: 192.0.2.12 ").contains("\"thief\""),
            l -> assertThat(l).startsWith("ipam: "));
    assertThat(addresses("a")).isEqualTo(before);
    cli.line("subnet show c").fails(ExitCode.NOT_FOUND);
  }

  @Test
  void aNewGatewayThatSomebodyHoldsIsAConflict() {
    apply(PLAN).succeeds();
    String changed =
        PLAN.replace("      - {owner: router, gateway: true}\n", "")
            .replace("cidr: 192.0.2.0/24", "cidr: 192.0.2.0/24\n    gateway: 192.0.2.100");
    cli.line("address allocate a --owner x --address 192.0.2.100").succeeds();

    assertThat(apply(changed).exits(ExitCode.CONFLICT).err())
        .contains("The gateway 192.0.2.100 that the plan gives subnet \"a\" is held by \"x\"");
  }

  @Test
  void aStepThatFailsLeavesWhatWasDoneBefore() {
    cli.configure(
        "ipam_driver=faulty",
        "ipam.faulty.fails=second-allocation",
        "ipam.faulty.store=" + directory);
    cli.line("init").succeeds();

    CliRunner.Result failed = apply(PLAN, "-o json").exits(ExitCode.UNAVAILABLE);
    assertThat(failed.error()).containsEntry("outcome", "UNKNOWN");
    assertThat(failed.err()).contains("plan.yaml:", "What was done before it stays");
  }

  @Test
  void whatOwnersHoldBeyondThePlanIsSaidAndKept() {
    apply(PLAN).succeeds();

    assertThat(apply(PLAN.replace("count: 2", "count: 1")).succeeds().out())
        .contains("hold 1 address more than it says; a plan never releases any");
    assertThat(held("a")).hasSize(7);
  }

  @Test
  void aBrokenPlanChangesNothingAndReportsEveryFault() {
    CliRunner.Result result =
        apply(PLAN + "  - {owner: x, subnet: c}\nmore: 1\n").exits(ExitCode.INVALID);

    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .satisfiesExactly(
            l -> assertThat(l).startsWith("plan.yaml:14: There is no subnet \"c\""),
            l -> assertThat(l).startsWith("plan.yaml:15: There is no key \"more\""),
            l ->
                assertThat(l)
                    .isEqualTo("ipam: The plan plan.yaml has 2 faults; nothing was changed."));
    assertThat(apply(PLAN + "more: 1\n", "-o json").exits(ExitCode.INVALID).error())
        .contains(entry("code", "InvalidPlan"), entry("outcome", "NOT_APPLIED"))
        .satisfies(
            e ->
                assertThat((List<?>) e.get("faults"))
                    .singleElement()
                    .satisfies(f -> assertThat(((Map<?, ?>) f).get("line")).isEqualTo(14)));
    cli.line("subnet show a").fails(ExitCode.NOT_FOUND);
  }

  @Test
  void withoutAStoreThereIsNothingToCompareWith() {
    cli.configure("ipam.builtin.path=" + directory.resolve("nothing"));

    apply(PLAN, "--dry-run").fails(ExitCode.NO_ACTIVE_STORE, "ipam init");
    apply("subnets: 5", "--dry-run").exits(ExitCode.INVALID);
    cli.line("apply missing.yaml").fails(ExitCode.INVALID, "missing.yaml", "no such file");
  }

  @Test
  void theProgressIsForTerminals() {
    cli.terminal = true;
    CliRunner.Result result = apply(PLAN);

    assertThat(result.code()).isZero();
    assertThat(result.err()).endsWith("\r\u001b[K");
  }
}
