package dev.ipam.conformance.report;

import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.parity.ParityReport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes what a console has room for: a line for each chapter and check, and what is not well. */
final class TextReport {
  private static final int SENTENCE = 90;
  private static final int MESSAGES = 3;
  private static final int LINES = 40;
  private static final int MOST_NAMED = 12;

  private final StringBuilder out = new StringBuilder();

  private final boolean wholly;

  private TextReport(boolean wholly) {
    this.wholly = wholly;
  }

  static String of(ReportSet set) {
    return of(set, true);
  }

  /** What is broken is only counted. */
  static String summary(ReportSet set) {
    return of(set, false);
  }

  private static String of(ReportSet set, boolean wholly) {
    TextReport text = new TextReport(wholly);
    set.reports().forEach(text::driver);
    ParityReport parity = set.parity();
    if (parity != null) {
      text.parity(parity, set.differences());
    }
    return text.out.toString();
  }

  private void driver(ConformanceReport report) {
    line(
        report.driver()
            + ", version "
            + report.version()
            + ", effort "
            + report.effort().label()
            + ", seed "
            + report.seed()
            + ", "
            + Marks.duration(report.duration()));
    Map<Integer, Map<Status, Integer>> chapters = new TreeMap<>();
    for (RuleResult result : report.results()) {
      chapters
          .computeIfAbsent(result.rule().chapter(), each -> new EnumMap<>(Status.class))
          .merge(result.status(), 1, Integer::sum);
    }
    chapters.forEach(
        (chapter, counts) ->
            line(
                "  %d %-38s %s"
                    .formatted(chapter, Contract.current().chapter(chapter), Marks.tally(counts))));
    for (CheckSummary check : report.checks()) {
      line(
          "  %s %-38s %s"
              .formatted(Marks.sign(check.status()), "check " + check.name(), outcome(check)));
    }
    notProven(report);
    if (wholly) {
      broken(report);
    }
    line((report.passed() ? "✓ Passed. " : "✗ Failed. ") + Verdict.of(report));
    line("");
  }

  private static String outcome(CheckSummary check) {
    String counts =
        check.counts().entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    String reason = check.reason().isEmpty() ? "" : ": " + check.reason();
    return check.status().label() + (counts.isEmpty() ? "" : ", " + counts) + reason;
  }

  /** Gaps and what is not proven have a line for each reason. */
  private void notProven(ConformanceReport report) {
    Map<String, List<String>> alike = new LinkedHashMap<>();
    for (RuleResult result : report.results()) {
      if (result.status() == Status.KNOWN_GAP || result.status() == Status.NOT_PROVEN) {
        String why =
            "  %s %s, %s: "
                .formatted(Marks.sign(result.status()), result.status().label(), result.reason());
        alike.computeIfAbsent(why, each -> new ArrayList<>()).add(result.rule().title());
      }
    }
    alike.forEach((why, rules) -> line(why + some(rules)));
  }

  private static String some(List<String> rules) {
    return rules.size() <= MOST_NAMED
        ? String.join(", ", rules)
        : String.join(", ", rules.subList(0, MOST_NAMED))
            + " and "
            + (rules.size() - MOST_NAMED)
            + " more";
  }

  /** What is broken is told wholly. */
  private void broken(ConformanceReport report) {
    Repeats repeats = new Repeats();
    for (RuleResult result : report.results()) {
      if (result.status().fails()) {
        line("");
        line("✗ " + result.rule().title() + " failed: " + shortened(result.rule().sentence()));
        messages(repeats.of(result));
      }
    }
    for (CheckSummary check : report.checks()) {
      // What is said of a rule above is not said again.
      List<String> own =
          check.messages().stream()
              .filter(message -> report.results().stream().noneMatch(r -> says(r, message)))
              .toList();
      if (check.status().fails() && !own.isEmpty()) {
        line("");
        line("✗ check " + check.name() + " failed: " + check.title());
        messages(own);
      }
    }
  }

  private static boolean says(RuleResult result, String message) {
    return result.messages().contains(message);
  }

  private void messages(List<String> messages) {
    messages.stream().limit(MESSAGES).forEach(this::message);
    if (messages.size() > MESSAGES) {
      line("  … and " + (messages.size() - MESSAGES) + " more, which are in the report");
    }
  }

  private void message(String message) {
    List<String> lines = message.lines().toList();
    lines.stream().limit(LINES).forEach(each -> line("  " + each));
    if (lines.size() > LINES) {
      line("  … " + (lines.size() - LINES) + " more lines, which are in the report");
    }
  }

  private void parity(ParityReport parity, List<String> differences) {
    long compared =
        parity.equal().values().stream().mapToLong(Long::longValue).sum()
            + parity.byMembership().values().stream().mapToLong(Long::longValue).sum();
    line(
        "%s %s: %,d answers to the same steps compared"
            .formatted(
                differences.isEmpty() ? "✓ At parity," : "✗ Not at parity,",
                String.join(" and ", parity.drivers()),
                compared));
    messages(differences);
  }

  private static String shortened(String sentence) {
    return sentence.length() <= SENTENCE
        ? sentence
        : sentence.substring(0, sentence.lastIndexOf(' ', SENTENCE)) + " …";
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }
}
