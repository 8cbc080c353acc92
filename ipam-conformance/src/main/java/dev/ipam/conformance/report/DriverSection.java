package dev.ipam.conformance.report;

import dev.ipam.spi.Capability;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes what was found of one driver. */
final class DriverSection {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Html html;
  private final ConformanceReport report;
  private final int number;
  private final boolean isOneOfSeveral;

  DriverSection(Html html, ConformanceReport report, int number, boolean isOneOfSeveral) {
    this.html = html;
    this.report = report;
    this.number = number;
    this.isOneOfSeveral = isOneOfSeveral;
  }

  /** Writes the section; {@code beforeRules} may put something before its rules. */
  void write(Runnable beforeRules) {
    html.open("article", "id", "driver-" + number).newLine();
    header();
    failures();
    capabilities();
    checks();
    beforeRules.run();
    new RuleList(html, report, number).write();
    html.close().newLine();
  }

  private void header() {
    html.open("header", "class", report.passed() ? "verdict passed" : "verdict failed");
    html.element("p", "IPAM driver conformance", "class", "kicker");
    html.open(isOneOfSeveral ? "h2" : "h1").text(report.driver() + " ");
    html.element("small", "version " + report.version()).close();
    html.element("p", report.description(), "class", "description");
    html.open("p", "class", "outcome");
    html.element("strong", report.passed() ? "✓ Passed" : "✗ Failed");
    html.text(" " + Verdict.of(report)).close();
    Marks.bar(html, report.counts());
    html.open("dl", "class", "facts");
    fact("Rules", report.results().size() + ": " + Marks.tally(report.counts()));
    fact("Effort", report.effort().label());
    fact("Seed", Long.toString(report.seed()));
    html.open("div").element("dt", "Run").open("dd");
    html.element("time", TIME.format(report.started()), "datetime", report.started().toString());
    html.text(", " + Marks.duration(report.duration())).close().close();
    fact("Kit", report.kitVersion());
    html.close().close().newLine();
  }

  private void fact(String name, String value) {
    html.open("div").element("dt", name).element("dd", value).close();
  }

  /** The first thing that a vendor looks for; each leads to its rule. */
  private void failures() {
    List<RuleResult> failed =
        report.results().stream().filter(result -> result.status().fails()).toList();
    if (failed.isEmpty()) {
      return;
    }
    html.open("section", "class", "broken").element("h3", "Broken rules").open("ul").newLine();
    for (RuleResult result : failed) {
      html.open("li");
      html.element("a", result.rule().title(), "href", "#" + RuleList.anchor(result, number));
      html.text(" ").prose(result.rule().sentence()).close().newLine();
    }
    html.close().close().newLine();
  }

  private void capabilities() {
    Set<Capability> actual = report.actual();
    html.open("section").element("h3", "Capabilities").newLine();
    html.open("dl", "class", "capabilities");
    chips("Has", "has", Arrays.stream(Capability.values()).filter(actual::contains).toList());
    chips(
        "Lacks",
        "lacks",
        Arrays.stream(Capability.values()).filter(each -> !actual.contains(each)).toList());
    chips(
        "Declared, but the opened driver lacks it",
        "differs",
        report.declared().stream().filter(each -> !actual.contains(each)).toList());
    chips(
        "Not declared, but the opened driver has it",
        "differs",
        actual.stream().filter(each -> !report.declared().contains(each)).toList());
    html.close();
    if (report.declared().equals(actual)) {
      html.element("p", "The opened driver has what its vendor declares.", "class", "note");
    }
    html.close().newLine();
  }

  private void chips(String title, String kind, List<Capability> capabilities) {
    if (capabilities.isEmpty() && !kind.equals("has")) {
      return;
    }
    html.open("div").open("dt").text(title + " ");
    html.element("span", Integer.toString(capabilities.size()), "class", "count").close();
    html.open("dd");
    if (capabilities.isEmpty()) {
      html.text("the core alone");
    }
    for (Capability capability : capabilities) {
      html.element("span", capability.label(), "class", "chip " + kind).text(" ");
    }
    html.close().close();
  }

  private void checks() {
    if (report.checks().isEmpty()) {
      return;
    }
    html.open("section").element("h3", "Checks over many rules").newLine();
    html.open("div", "class", "checks").newLine();
    report.checks().forEach(this::check);
    html.close().close().newLine();
  }

  private void check(CheckSummary check) {
    html.open("section", "class", "check " + Marks.name(check.status()));
    html.open("h4").text(check.name() + " ");
    Marks.status(html, check.status());
    html.close().element("p", check.title());
    if (!check.reason().isEmpty()) {
      html.element("p", check.reason(), "class", "reason");
    }
    html.open("dl", "class", "counts");
    check
        .counts()
        .forEach(
            (label, count) ->
                html.open("div").element("dd", Marks.number(count)).element("dt", label).close());
    html.close();
    check.notes().forEach(note -> html.element("p", note, "class", "note"));
    check.messages().forEach(message -> html.element("pre", message, "tabindex", "0"));
    String took = Marks.duration(check.duration()) + ", seed " + check.seed();
    html.element("p", took, "class", "took").close().newLine();
  }
}
