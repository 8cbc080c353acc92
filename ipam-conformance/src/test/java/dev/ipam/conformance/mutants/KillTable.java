package dev.ipam.conformance.mutants;

import dev.ipam.conformance.mutants.SharedKills.SharedKill;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The mutants and what caught them, as a page. */
final class KillTable {
  private static final int WIDEST = 200;

  private KillTable() {}

  static String of(List<Kill> kills, List<SharedKill> shared) {
    StringBuilder page = new StringBuilder("# Kill table\n\n");
    int all = kills.size() + shared.size();
    long caught =
        kills.stream().filter(kill -> kill.flaw().isEmpty()).count()
            + shared.stream().filter(kill -> kill.flaw().isEmpty()).count();
    page.append(
        """
        Drivers with one fault each, and what in the conformance kit caught them: first at the rule
        that they break, then on another history that tells them from the model. Made by

            mvn -Pfast -pl ipam-conformance -am test -Dtest=KillTableTest -Dsurefire.failIfNoSpecifiedTests=false

        which writes `target/kill-table.md`. Of checks that draw their steps ("model", "concurrent",
        "kills", "power", "processes"), another seed is another script; a written history has other
        operations on other addresses than the tests of the rule.

        """);
    page.append(
        "**%d of %d mutants caught: %d %%.**\n\n"
            .formatted(caught, all, 100 * caught / Math.max(1, all)));
    page.append(head("a driver that"));
    kills.forEach(kill -> page.append(line(kill)));
    page.append(
        """

        ## Faults in shared code

        Seeded in `ipam-api`, on which the driver at hand, requests and answers all rely; the kit's
        own arithmetic does not. A rule of values is proven by recorded outcomes.

        """);
    page.append(head("shared code that"));
    shared.forEach(kill -> page.append(line(kill)));
    page.append(
        """

        ## Callers' transactions (6.30 to 6.34)

        Only a driver over a database has them. Their mutants are made around the reference driver on
        PostgreSQL by

            mvn -Pfast -pl ipam-reference -am test -Dtest=TransactionKillTest -Dsurefire.failIfNoSpecifiedTests=false

        which writes `ipam-reference/target/kill-table-transactions.md`, to be put here:

        """);
    page.append(head("a driver that"));
    page.append("\n## Exhibits\n\nFaults that released systems had.\n\n");
    page.append("| no. | fault | seen in | mutant at |\n|---|---|---|---|\n");
    for (int i = 1; i <= Exhibits.ALL.size(); i++) {
      Exhibits.Exhibit exhibit = Exhibits.ALL.get(i - 1);
      page.append(
          "| %d | %s | %s | %s |\n"
              .formatted(i, exhibit.fault(), exhibit.seenIn(), at(kills, shared, i)));
    }
    return page.toString();
  }

  private static String head(String what) {
    return "| rule | %s | exhibits | caught by | and by | expected; observed |\n".formatted(what)
        + "|---|---|---|---|---|---|\n";
  }

  private static String line(Kill kill) {
    Mutant mutant = kill.mutant();
    return line(
        mutant.rule(),
        mutant.fault(),
        mutant.exhibit(),
        kill.first(),
        kill.second(),
        kill.flaw().isEmpty() ? kill.message() : "**" + kill.flaw() + "**");
  }

  private static String line(SharedKill kill) {
    SharedFault fault = kill.fault();
    return line(
        fault.rule(),
        fault.fault(),
        fault.exhibit(),
        kill.first(),
        kill.second(),
        kill.flaw().isEmpty() ? kill.message() : "**" + kill.flaw() + "**");
  }

  private static String line(
      String rule,
      String fault,
      List<Integer> exhibit,
      String first,
      String second,
      String message) {
    String numbers = exhibit.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return "| %s | %s | %s | %s | %s | %s |\n"
        .formatted(rule, cell(fault), numbers, first, second, cell(message));
  }

  private static String at(List<Kill> kills, List<SharedKill> shared, int number) {
    return Stream.concat(
            kills.stream()
                .map(Kill::mutant)
                .filter(mutant -> mutant.exhibit().contains(number))
                .map(Mutant::rule),
            shared.stream()
                .map(SharedKill::fault)
                .filter(fault -> fault.exhibit().contains(number))
                .map(fault -> fault.rule() + " (shared code)"))
        .collect(Collectors.joining(", "));
  }

  private static String cell(String text) {
    String whole = text.replace("|", "\\|").replace("\n", " ");
    return whole.length() <= WIDEST ? whole : whole.substring(0, WIDEST) + "…";
  }
}
