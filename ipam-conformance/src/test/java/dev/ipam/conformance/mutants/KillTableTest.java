package dev.ipam.conformance.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.mutants.SharedKills.SharedKill;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Each rule that a driver must keep is broken by a driver of ours, and the kit must notice.
 *
 * <p>The table that it writes, {@code target/kill-table.md}, is copied to {@code
 * docs/reports/kill-table.md} when mutants or tests of rules were added, with the rows that {@code
 * TransactionKillTest} of ipam-reference writes.
 */
final class KillTableTest {
  private static final int TRIES = 3;
  private static final Path TABLE = Path.of("target", "kill-table.md");

  @Test
  void everyMutantIsCaughtAtItsRule() throws IOException {
    List<Kill> kills = InParallel.map(AllMutants.all(), KillTableTest::killed);
    List<SharedKill> shared = InParallel.map(SharedFaults.all(), SharedKills::of);
    String table = KillTable.of(kills, shared);
    Files.createDirectories(TABLE.getParent());
    Files.writeString(TABLE, table, StandardCharsets.UTF_8);

    assertThat(kills.stream().filter(kill -> !kill.flaw().isEmpty()).map(KillTableTest::told))
        .isEmpty();
    assertThat(shared.stream().filter(kill -> !kill.flaw().isEmpty())).isEmpty();
  }

  /** Again where it went unnoticed: whether threads meet is up to the machine. */
  private static Kill killed(Mutant mutant) {
    Kill kill = Kill.of(mutant);
    for (int i = 1; i < TRIES && !kill.flaw().isEmpty(); i++) {
      System.out.println(told(kill) + "; tried again");
      kill = Kill.of(mutant);
    }
    if (!kill.flaw().isEmpty()) {
      System.out.println(told(kill));
    }
    return kill;
  }

  private static String told(Kill kill) {
    return kill.mutant().rule() + ", a driver that " + kill.mutant().fault() + ": " + kill.flaw();
  }

  @Test
  void everyRuleThatADriverMustKeepHasAMutant() {
    Set<String> rules = new TreeSet<>();
    for (ContractRule rule : Contract.current().rules()) {
      if (rule.layer() == ContractRule.Layer.DRIVER && rule.level() == ContractRule.Level.MUST) {
        rules.add(rule.id());
      }
    }
    Set<String> broken =
        AllMutants.all().stream().map(Mutant::rule).collect(Collectors.toCollection(TreeSet::new));
    assertThat(broken).doesNotContainAnyElementsOf(AllMutants.WITH_THE_REFERENCE_DRIVER);
    broken.addAll(AllMutants.WITH_THE_REFERENCE_DRIVER);

    assertThat(broken).isEqualTo(rules);
  }

  @Test
  void everyExhibitHasAMutant() {
    Set<Integer> shown = new TreeSet<>();
    AllMutants.all().forEach(mutant -> shown.addAll(mutant.exhibit()));
    SharedFaults.all().forEach(fault -> shown.addAll(fault.exhibit()));

    assertThat(shown)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, Exhibits.ALL.size()).boxed().toList());
  }

  /** What catches a mutant does not catch the driver that it was made of. */
  @Test
  void noDriverIsCaughtWithoutItsFault() {
    Set<List<Object>> done = new HashSet<>();
    List<Mutant> bases =
        AllMutants.all().stream()
            .filter(mutant -> mutant.hunt() == Hunt.RULE)
            .filter(mutant -> done.add(List.of(mutant.base(), mutant.rule())))
            .toList();
    List<List<Hunt.Catch>> caught =
        InParallel.map(bases, mutant -> Hunt.RULE.run(mutant.base(), mutant.rule(), false));

    assertThat(caught).allMatch(List::isEmpty);
  }

  /** What a written history tells a mutant by is not what the driver shows that it was made of. */
  @Test
  void driversWithoutFaultsShowWhatTheWrittenHistoriesExpect() {
    for (Mutant mutant : AllMutants.all()) {
      if (mutant.second() instanceof Written written) {
        assertThat(written.told(mutant.base())).as(written.name()).isEqualTo(written.expected());
      }
    }
    for (Written written : SeededRun.written()) {
      assertThat(written.told(SeededRun.BUILTIN)).as(written.name()).isEqualTo(written.expected());
    }
  }
}
