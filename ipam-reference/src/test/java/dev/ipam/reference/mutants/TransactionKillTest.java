package dev.ipam.reference.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipam.conformance.check.Finding;
import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.rules.RuleRunner;
import dev.ipam.reference.mutants.TransactionMutants.Mutant;
import dev.ipam.spi.Capability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The part of the kill table that needs a database: each rule about callers' transactions is broken
 * by a driver of ours, and the kit must notice.
 *
 * <p>The rows that it writes, {@code target/kill-table-transactions.md}, are copied to {@code
 * docs/reports/kill-table.md}.
 */
final class TransactionKillTest {
  private static final Path ROWS = Path.of("target", "kill-table-transactions.md");
  private static final Pattern TEST = Pattern.compile("MUST \\(([^)]*)\\)");
  private static final Pattern CRASH =
      Pattern.compile("NullPointer|ClassCast|the test ends within");

  /** No fault: what catches a mutant must not catch this. */
  private static final Guest RIGHT = new Guest(new Guest.Fault() {});

  /** The same, that a machine which stands still for a moment does not keep from an answer. */
  private static final Guest PATIENT = new Guest(new Guest.Fault() {}, Duration.ofSeconds(5));

  private static final int TRIES = 4;

  @Test
  void everyMutantIsCaughtAtItsRule() throws IOException, SQLException {
    List<String> rows = new ArrayList<>();
    for (Mutant mutant : TransactionMutants.all()) {
      List<String> messages = messages(mutant.subject(), mutant.rule(), 1);
      assertThat(messages).as(mutant.toString()).isNotEmpty();
      String message = messages.get(0);
      assertThat(message).as(mutant.toString()).contains(mutant.rule());
      assertThat(CRASH.matcher(message).find()).as(message).isFalse();
      rows.add(row(mutant, message, second(mutant)));
    }
    Files.createDirectories(ROWS.getParent());
    Files.write(ROWS, rows, StandardCharsets.UTF_8);
    rows.forEach(System.out::println);
  }

  /** A conflict takes two callers at once, so there the test's own races are the other history. */
  private static String second(Mutant mutant) throws SQLException {
    if (mutant.rule().equals("6.33")) {
      assertThat(messages(mutant.subject(), mutant.rule(), 2)).isNotEmpty();
      return "again, seed 2";
    }
    for (int seed = 1; seed <= 3; seed++) {
      Optional<String> found = TransactionScript.difference(RIGHT, mutant.subject(), seed);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new AssertionError("it is told from the driver on one history only: " + mutant);
  }

  @Test
  void nothingIsFoundInADriverWithoutAFault() throws SQLException {
    for (String rule : rules()) {
      assertThat(messages(PATIENT, rule, 1)).as(rule).isEmpty();
    }
    assertThat(lastingDifference()).isEmpty();
  }

  /**
   * Plays the same history again where two without a fault answer differently: of those that wait
   * for half a second only, a moment in which the machine stands still keeps one from an answer.
   */
  private static Optional<String> lastingDifference() throws SQLException {
    Optional<String> difference = Optional.of("none was played");
    for (int i = 0; i < TRIES && difference.isPresent(); i++) {
      difference = TransactionScript.difference(RIGHT, new Guest(new Guest.Fault() {}), 1);
    }
    return difference;
  }

  @Test
  void everyRuleOfCallersTransactionsHasAMutant() {
    assertThat(TransactionMutants.all().stream().map(Mutant::rule).collect(Collectors.toSet()))
        .isEqualTo(rules());
  }

  private static Set<String> rules() {
    Set<String> rules = new TreeSet<>();
    for (ContractRule rule : Contract.current().rules()) {
      if (rule.layer() == ContractRule.Layer.DRIVER
          && rule.level() == ContractRule.Level.MUST
          && rule.capabilities().contains(Capability.TRANSACTIONAL)) {
        rules.add(rule.id());
      }
    }
    return rules;
  }

  private static List<String> messages(Guest subject, String rule, long seed) {
    Finding finding =
        new RuleRunner(subject, subject.capabilities(), seed).run(Contract.current().rule(rule));
    return finding.messages();
  }

  private static String row(Mutant mutant, String message, String second) {
    Matcher test = TEST.matcher(message);
    return "| %s | %s |  | %s | %s | %s; %s |"
        .formatted(
            mutant.rule(),
            mutant.fault(),
            test.find() ? test.group(1) : "",
            second,
            line(message, "expected:"),
            line(message, "observed:"));
  }

  private static String line(String message, String begin) {
    return message
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(begin.length()).strip())
        .findFirst()
        .orElse("");
  }
}
