package dev.ipam.conformance.mutants;

import java.util.List;
import java.util.stream.Collectors;

/** The mutants and what caught them, as a page. */
final class KillTable {
  private static final int WIDEST = 200;

  private KillTable() {}

  static String of(List<Kill> kills) {
    StringBuilder page = new StringBuilder("# Kill table\n\n");
    long caught = kills.stream().filter(kill -> kill.flaw().isEmpty()).count();
    page.append(
        """
        Drivers with one fault each, and what in the conformance kit caught them: first at the rule
        that they break, then on another history that tells them from the model. Made by

            mvn -Pfast -pl ipam-conformance -am test -Dtest=KillTableTest -Dsurefire.failIfNoSpecifiedTests=false

        which writes `target/kill-table.md`.

        """);
    page.append(
        "**%d of %d mutants caught: %d %%.**\n\n"
            .formatted(caught, kills.size(), 100 * caught / Math.max(1, kills.size())));
    page.append("| rule | a driver that | exhibits | caught by | and by | expected; observed |\n");
    page.append("|---|---|---|---|---|---|\n");
    kills.forEach(kill -> page.append(line(kill)));
    page.append("\n## Rules without a mutant\n\n| rule | why |\n|---|---|\n");
    AllMutants.WITHOUT.forEach((rule, why) -> page.append("| %s | %s |\n".formatted(rule, why)));
    page.append("\n## Exhibits\n\nFaults that released systems had.\n\n");
    page.append("| no. | fault | seen in | mutant at |\n|---|---|---|---|\n");
    for (int i = 1; i <= Exhibits.ALL.size(); i++) {
      Exhibits.Exhibit exhibit = Exhibits.ALL.get(i - 1);
      page.append(
          "| %d | %s | %s | %s |\n".formatted(i, exhibit.fault(), exhibit.seenIn(), at(kills, i)));
    }
    return page.toString();
  }

  private static String line(Kill kill) {
    String numbers =
        kill.mutant().exhibit().stream().map(String::valueOf).collect(Collectors.joining(", "));
    String message = kill.flaw().isEmpty() ? kill.message() : "**" + kill.flaw() + "**";
    return "| %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            kill.mutant().rule(),
            cell(kill.mutant().fault()),
            numbers,
            kill.first(),
            kill.second(),
            cell(message));
  }

  private static String at(List<Kill> kills, int number) {
    String rules =
        kills.stream()
            .filter(kill -> kill.mutant().exhibit().contains(number))
            .map(kill -> kill.mutant().rule())
            .collect(Collectors.joining(", "));
    return rules.isEmpty() ? Exhibits.ELSEWHERE.getOrDefault(number, "") : rules;
  }

  private static String cell(String text) {
    String whole = text.replace("|", "\\|").replace("\n", " ");
    return whole.length() <= WIDEST ? whole : whole.substring(0, WIDEST) + "…";
  }
}
