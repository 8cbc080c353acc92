package dev.ipam.conformance.report;

import dev.ipam.conformance.contract.Contract;
import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.spi.Capability;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes every rule of the contract with what became of it, by chapter. */
final class RuleList {
  private final Html html;
  private final ConformanceReport report;
  private final int number;
  private final Repeats repeats = new Repeats();

  RuleList(Html html, ConformanceReport report, int number) {
    this.html = html;
    this.report = report;
    this.number = number;
  }

  /** A link to a rule of the first driver looks like the rule's name. */
  static String anchor(RuleResult result, int number) {
    return result.rule().title() + (number == 1 ? "" : "-" + number);
  }

  void write() {
    html.open("section", "class", "rules").element("h3", "Rules of the contract").newLine();
    Map<Integer, List<RuleResult>> chapters =
        report.results().stream()
            .collect(
                Collectors.groupingBy(
                    result -> result.rule().chapter(), TreeMap::new, Collectors.toList()));
    chapters.forEach(this::chapter);
    html.close().newLine();
  }

  private void chapter(int chapter, List<RuleResult> results) {
    Map<Status, Integer> counts = new EnumMap<>(Status.class);
    results.forEach(result -> counts.merge(result.status(), 1, Integer::sum));
    String has =
        counts.keySet().stream()
            .map(status -> "has-" + Marks.name(status))
            .collect(Collectors.joining(" "));
    html.open("section", "class", "chapter " + has).open("h4");
    html.text(chapter + ". " + Contract.current().chapter(chapter)).close();
    html.open("p", "class", "tally");
    Marks.bar(html, counts);
    html.text(Marks.tally(counts)).close().newLine();
    html.open("ul", "class", "rule-list").newLine();
    results.forEach(this::rule);
    html.close().close().newLine();
  }

  private void rule(RuleResult result) {
    ContractRule rule = result.rule();
    html.open("li", "class", "rule " + Marks.name(result.status()), "id", anchor(result, number));
    if (result.status().fails()) {
      html.open("details", "open", "open");
    } else {
      html.open("details");
    }
    html.open("summary");
    Marks.status(html, result.status());
    html.element("span", rule.id(), "class", "id");
    html.open("span", "class", "sentence").prose(rule.sentence());
    String why = why(result);
    if (!why.isEmpty()) {
      html.element("span", why, "class", "why");
    }
    html.close().close();
    html.open("div", "class", "more").open("p", "class", "intent").text("Why: ");
    html.prose(rule.intent()).close();
    if (result.status() == Status.ELSEWHERE) {
      html.element("p", "Not checked here: it " + result.reason() + ".", "class", "note");
    }
    repeats.of(result).forEach(message -> html.element("pre", message, "tabindex", "0"));
    html.element("p", facts(result), "class", "took").close().close().close().newLine();
  }

  private static String why(RuleResult result) {
    return switch (result.status()) {
      case NOT_APPLICABLE -> "needs " + result.reason().toLowerCase(Locale.ROOT);
      // The reason for ELSEWHERE is the same for many, and below.
      case PASSED, FAILED, ELSEWHERE -> "";
      case KNOWN_GAP, NOT_PROVEN -> result.reason();
    };
  }

  private static String facts(RuleResult result) {
    ContractRule rule = result.rule();
    StringBuilder text = new StringBuilder(rule.level().name());
    text.append(" · ").append(rule.layer().name().toLowerCase(Locale.ROOT)).append(" · ");
    text.append(
        rule.capabilities().isEmpty()
            ? "core"
            : rule.capabilities().stream()
                .map(Capability::label)
                .collect(Collectors.joining(", ")));
    if (!result.evidence().isEmpty()) {
      text.append(" · ").append(String.join(", ", result.evidence()));
      text.append(" · ").append(Marks.duration(result.duration()));
      text.append(" · seed ").append(result.seed());
    }
    return text.toString();
  }
}
