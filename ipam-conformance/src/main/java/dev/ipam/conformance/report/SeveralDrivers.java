package dev.ipam.conformance.report;

import dev.ipam.conformance.contract.ContractRule;
import dev.ipam.conformance.parity.ParityReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes how several drivers compare: by answers to the same steps, and rule by rule. */
final class SeveralDrivers {
  private final Html html;
  private final ReportSet set;
  private final List<ConformanceReport> reports;

  SeveralDrivers(Html html, ReportSet set) {
    this.html = html;
    this.set = set;
    this.reports = set.reports();
  }

  void write() {
    html.open("header", "class", set.passed() ? "verdict passed" : "verdict failed");
    html.element("p", "IPAM driver conformance", "class", "kicker");
    html.element(
        "h1", reports.stream().map(ConformanceReport::driver).collect(Collectors.joining(", ")));
    html.open("ul", "class", "drivers");
    for (int i = 0; i < reports.size(); i++) {
      ConformanceReport report = reports.get(i);
      html.open("li").element("a", report.driver(), "href", "#driver-" + (i + 1)).text(" ");
      html.element("strong", report.passed() ? "✓ Passed" : "✗ Failed");
      html.text(" " + Verdict.of(report)).close();
    }
    html.close().close().newLine();
    ParityReport parity = set.parity();
    if (parity != null) {
      parity(parity);
    }
    matrix();
  }

  private void parity(ParityReport parity) {
    boolean equal = set.differences().isEmpty();
    html.open("section").open("h2").text("Parity ");
    Marks.status(html, equal ? Status.PASSED : Status.FAILED);
    html.close().open("p");
    html.text(
        Marks.number(parity.steps())
            + " steps on "
            + Marks.number(parity.runs())
            + " stores of each driver, the same for all; "
            + (equal ? "every answer was equal" : "an answer differed")
            + ", or allowed where the contract leaves a choice.");
    html.close();
    set.differences().forEach(text -> html.element("pre", text, "tabindex", "0"));
    if (!parity.leftOut().isEmpty()) {
      html.element(
          "p",
          "Not compared, since some driver lacks it: "
              + String.join(", ", new TreeSet<>(parity.leftOut()))
              + ".",
          "class",
          "note");
    }
    html.open("details").element("summary", "Answers compared, by kind of step");
    html.open("div", "class", "scroll", "tabindex", "0").open("table").open("thead").open("tr");
    for (String title : List.of("step", "equal", "allowed")) {
      html.element("th", title, "scope", "col");
    }
    html.close().close().open("tbody").newLine();
    Map<String, Long> steps = new TreeMap<>(parity.equal());
    parity.byMembership().forEach((verb, count) -> steps.merge(verb, count, Long::sum));
    for (String verb : steps.keySet()) {
      html.open("tr").element("th", verb, "scope", "row");
      html.element("td", Marks.number(parity.equal().getOrDefault(verb, 0L)), "class", "number");
      html.element(
          "td", Marks.number(parity.byMembership().getOrDefault(verb, 0L)), "class", "number");
      html.close().newLine();
    }
    html.close().close().close().close();
    String took = Marks.duration(parity.duration()) + ", seed " + parity.seed();
    html.element("p", took, "class", "took").close().newLine();
  }

  private void matrix() {
    List<ContractRule> rules = reports.get(0).results().stream().map(RuleResult::rule).toList();
    List<Map<String, Status>> columns = new ArrayList<>();
    for (ConformanceReport report : reports) {
      Map<String, Status> column = new HashMap<>();
      report.results().forEach(result -> column.put(result.rule().id(), result.status()));
      columns.add(column);
    }
    List<ContractRule> different =
        rules.stream().filter(rule -> statuses(rule, columns).distinct().count() > 1).toList();
    html.open("section").element("h2", "Rules side by side");
    html.element(
        "p",
        (rules.size() - different.size())
            + " of "
            + rules.size()
            + " rules have the same result for every driver"
            + (different.isEmpty() ? "." : "; these differ:"));
    if (!different.isEmpty()) {
      table(different, columns);
    }
    html.close().newLine();
  }

  private static Stream<@Nullable Status> statuses(
      ContractRule rule, List<Map<String, Status>> columns) {
    return columns.stream().map(column -> column.get(rule.id()));
  }

  private void table(List<ContractRule> rules, List<Map<String, Status>> columns) {
    html.open("div", "class", "scroll", "tabindex", "0").open("table", "class", "matrix");
    html.open("thead").open("tr").element("th", "rule", "scope", "col");
    reports.forEach(report -> html.element("th", report.driver(), "scope", "col"));
    html.close().close().open("tbody").newLine();
    for (ContractRule rule : rules) {
      html.open("tr").open("th", "scope", "row");
      html.element("span", rule.id(), "class", "id").text(" ").prose(rule.sentence()).close();
      for (Map<String, Status> column : columns) {
        html.open("td");
        Status status = column.get(rule.id());
        if (status != null) {
          Marks.status(html, status);
        }
        html.close();
      }
      html.close().newLine();
    }
    html.close().close().close();
  }
}
